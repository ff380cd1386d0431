#include "base/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <list>

namespace gamekeeper::base {

namespace asio = boost::asio;

struct task_group::state {
  explicit state(logger& l) : log(&l) {}
  logger* log;  // null once the group is gone: a late completion has nobody to tell
  struct task {
    asio::cancellation_signal cancel;
    bool ended = false;
  };
  std::list<task> tasks;
  std::size_t running = 0;
};

namespace {

void report(logger& log, const std::string& name, const std::exception_ptr& escaped) {
  try {
    std::rethrow_exception(escaped);
  } catch (const boost::system::system_error& e) {
    if (e.code() == asio::error::operation_aborted) return;
    log.error("internal error: a task ended with an exception", {{"task", name}, {"what", e.what()}});
  } catch (const std::exception& e) {
    log.error("internal error: a task ended with an exception", {{"task", name}, {"what", e.what()}});
  }
}

}  // namespace

task_group::task_group(asio::any_io_executor loop, logger& log)
    : loop_(std::move(loop)), state_(std::make_shared<state>(log)) {}

task_group::~task_group() {
  cancel();
  state_->log = nullptr;
}

void task_group::spawn(std::string name, asio::awaitable<void> task) {
  const auto entry = state_->tasks.emplace(state_->tasks.end());
  ++state_->running;
  auto on_end = [owner = state_, entry, loop = loop_, name = std::move(name)](std::exception_ptr escaped) {
    entry->ended = true;
    --owner->running;
    // Asio before 1.28.2 (its issue 1332) queues a cancellation that is emitted while the loop does not run,
    // and that refers to the signal: what is queued now runs after it.
    asio::post(loop, [owner, entry] { owner->tasks.erase(entry); });
    if (escaped && owner->log) report(*owner->log, name, escaped);
  };
  asio::co_spawn(loop_, std::move(task),
                 asio::bind_cancellation_slot(entry->cancel.slot(), std::move(on_end)));
}

void task_group::cancel() {
  // Emitting runs completions; those mark their entry and leave the list as it is until a later turn of the
  // loop.
  for (auto& each : state_->tasks)
    if (!each.ended) each.cancel.emit(asio::cancellation_type::terminal);
}

std::size_t task_group::size() const noexcept {
  return state_->running;
}

}  // namespace gamekeeper::base
