#include "base/task_group.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <list>
#include <vector>

namespace gamekeeper::base {

namespace asio = boost::asio;

struct task_group::state {
  explicit state(logger& l) : log(&l) {}
  logger* log;  // null once the group is gone: a late completion has nobody to tell
  std::list<asio::cancellation_signal> running;
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
  const auto slot = state_->running.emplace(state_->running.end());
  asio::co_spawn(loop_, std::move(task),
                 asio::bind_cancellation_slot(slot->slot(), [owner = state_, slot, name = std::move(name)](
                                                                std::exception_ptr escaped) {
                   owner->running.erase(slot);
                   if (escaped && owner->log) report(*owner->log, name, escaped);
                 }));
}

void task_group::cancel() {
  // Emitting runs completions, and those erase from the list: take the addresses of what runs now, and emit
  // only to those that are still there.
  std::vector<asio::cancellation_signal*> now;
  for (auto& signal : state_->running) now.push_back(&signal);
  for (auto* signal : now)
    for (auto& live : state_->running)
      if (&live == signal) {
        live.emit(asio::cancellation_type::terminal);
        break;
      }
}

std::size_t task_group::size() const noexcept {
  return state_->running.size();
}

}  // namespace gamekeeper::base
