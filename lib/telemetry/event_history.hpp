#pragma once

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/redactor.hpp"
#include "base/slot_pool.hpp"
#include "telemetry/event.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::telemetry {

/// An event as it was recorded.
struct recorded_event {
  std::uint64_t seq = 0;
  std::string_view type;
  std::shared_ptr<const std::string> json;  ///< without a line's end; shared by everybody who reads it
};

/// What has happened, in order: the last `kept` events, numbered from 1. Whoever follows holds a place in it,
/// not a queue of his own; one who is slower than the history is long is dropped. So nobody is ever waited
/// for, and memory has a bound however many follow. Used from the loop's thread only.
class event_history {
  struct state;

 public:
  /// `secrets` appear in no event; null: there are none.
  explicit event_history(base::clock& time, std::size_t kept = base::limits::event_history,
                         const base::redactor* secrets = nullptr);
  event_history(const event_history&) = delete;
  event_history& operator=(const event_history&) = delete;
  ~event_history();

  /// Gives the event's number. Observers are called before it returns, readers wake up on a later turn.
  std::uint64_t record(const event& what);
  /// The story ends here: readers come to an end with what there is. What is recorded later only observers see.
  void close();
  /// The number of the newest event; 0 when there is none.
  std::uint64_t last() const noexcept;
  /// Tells this history from that of an agent that ran here before or will run after it: the wall time of the
  /// making, in milliseconds.
  std::int64_t epoch() const noexcept { return epoch_; }
  /// Readers that were dropped, for being too slow or for another one.
  std::uint64_t dropped() const noexcept;
  /// Called for every event, for ever; what it records itself comes after the event at hand.
  void observe(std::function<void(const recorded_event&)> observer);

  /// A place in the history. It may outlive the history; then nothing more comes.
  class reader {
   public:
    ~reader();
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;

    /// The next event as JSON, null when there is none yet. Where the place it was asked for is no longer
    /// kept, or belongs to an earlier agent, the first one is
    ///   {"type":"gap","since":5,"next":17,"lost":11}
    /// `lost` is null when nobody can know.
    std::shared_ptr<const std::string> next();
    /// It was too slow, so that what it should read next is gone, or another one has its place. It gets nothing any
    /// more.
    bool dropped() const noexcept { return dropped_; }
    /// Nothing will come any more: dropped, or the history is gone and read to its end.
    bool over() const noexcept;
    /// Calls `news` once, when next() may have something again or never will: from inside record(), so it
    /// must do no more than see to it that the reader comes back on a turn of its own. Replaces what was
    /// given before.
    void when_news(std::function<void()> news) { news_ = std::move(news); }

   private:
    friend class event_history;
    reader(std::shared_ptr<state> history, std::uint64_t since, std::unique_ptr<base::slot_pool::slot> place);
    void wait_idle();

    std::shared_ptr<state> history_;
    std::uint64_t next_ = 1;
    std::shared_ptr<const std::string> gap_;
    std::function<void()> news_;
    bool dropped_ = false;
    std::unique_ptr<base::slot_pool::slot> place_;
  };

  /// Who may follow, and how many: limits::event_readers of whatever client until then.
  void share_readers(base::slot_quota quota);
  /// Everything after number `since`; 0: all that is kept. A reader that is one too many drops the one that has
  /// taken nothing for longest; null when this client may drop nobody.
  std::unique_ptr<reader> read_since(std::uint64_t since, const std::string& client = {});
  std::size_t readers() const noexcept;

 private:
  void keep(const recorded_event& made);

  base::clock& time_;
  const base::redactor* secrets_;
  std::int64_t epoch_;
  std::vector<std::function<void(const recorded_event&)>> observers_;
  std::shared_ptr<state> state_;
};

}  // namespace gamekeeper::telemetry
