// How keys lie in the local store and in the changelog topic. A processor's key lies there as it is, so that others can
// read the topic; the stream's own keys begin with a zero byte, and a processor's key that does so too is escaped:
//
//   key                      a key of the processor
//   \0 k key                 such a key that is empty or begins with \0
//   \0 t key   -> due        the timer of this key
//   \0 i due key             local only: timers in the order in which they are due
//   \0 c                     local only: when the checkpoint was true
//
// A due time is 8 bytes that sort as times do, in microseconds.
#ifndef INTERLINE_CORE_STREAM_STATE_KEYS_H_
#define INTERLINE_CORE_STREAM_STATE_KEYS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace interline::stream {

// A timer of a processor.
struct Timer {
  std::string key;
  absl::Time due;

  friend bool operator==(const Timer&, const Timer&) = default;
};

std::string StateKey(absl::string_view key);
// The processor's key; none when the stored key is one of the stream's own.
absl::optional<std::string> ProcessorKey(absl::string_view stored);

std::string TimerKey(absl::string_view key);
// The key of the timer; none when the stored key is not a timer's.
absl::optional<std::string> KeyOfTimer(absl::string_view stored);

// What every key of the index begins with, and the key of one timer in it.
absl::string_view TimerIndexPrefix();
std::string TimerIndexKey(absl::Time due, absl::string_view key);
// None when the stored key is not of the index.
absl::optional<Timer> ParseTimerIndexKey(absl::string_view stored);

absl::string_view CheckpointTimeKey();

// The whole microsecond at or after `time`: what a due time is rounded to, so that no timer fires early.
absl::Time RoundUpToMicrosecond(absl::Time time);
std::string EncodeTime(absl::Time time);
absl::optional<absl::Time> DecodeTime(absl::string_view bytes);

}  // namespace interline::stream

#endif  // INTERLINE_CORE_STREAM_STATE_KEYS_H_
