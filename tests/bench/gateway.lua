-- For wrk: sends the requests of a file, one after the other, each thread its own share. A request stands behind a line with
-- the number of its bytes. wrk -s gateway.lua URL -- FILE THREADS
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local all = tonumber(arguments[2])
  requests, next_one = {}, 0
  local number = 0
  while true do
    local size = file:read("*n")
    if size == nil then break end
    file:read(1)
    local bytes = file:read(size)
    if number % all == id then requests[#requests + 1] = bytes end
    number = number + 1
  end
  file:close()
end

function request()
  next_one = next_one + 1
  -- Should the file be too short, the rest are repeats, which the report shows.
  return requests[(next_one - 1) % #requests + 1]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("figures %d %.3f %d %d %.3f %.3f %.3f\n", summary.requests, summary.duration / 1e6, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, latency.max / 1000))
end
