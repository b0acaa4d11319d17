// Threads for work that waits for a database, so that those of the HTTP server wait for nobody.
#ifndef INTERLINE_SERVICES_INBOX_WORKERS_H_
#define INTERLINE_SERVICES_INBOX_WORKERS_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace interline::inbox {

// Thread-safe.
class Workers {
 public:
  // `most_waiting`: pieces of work that no thread has begun.
  Workers(int threads, size_t most_waiting);
  // Does what was taken, then ends.
  ~Workers();

  // False when too much waits already; then nothing was taken.
  bool Do(std::function<void()> work);

 private:
  void Run();

  const size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;  // guarded by mutex_
  bool ending_ = false;                        // guarded by mutex_
  std::vector<std::thread> threads_;
};

}  // namespace interline::inbox

#endif  // INTERLINE_SERVICES_INBOX_WORKERS_H_
