#pragma once

#include <future>
#include <memory>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>

namespace gamekeeper::base {

/// Runs `call` on a thread of its own that nobody has to join: a system call on a path may never return, when the disk
/// is dead or the server of a network mount is gone. The future gives what it returns; dropping the future waits for
/// nothing. What the call uses has to belong to it, since it may outlive everybody else.
///
/// Where no thread can be had (pids.max, RLIMIT_NPROC) the call runs on the caller's time.
template <class Call>
std::future<std::invoke_result_t<Call>> start_detached(Call call) {
  const auto task = std::make_shared<std::packaged_task<std::invoke_result_t<Call>()>>(std::move(call));
  auto returned = task->get_future();
  try {
    std::thread([task] { (*task)(); }).detach();
  } catch (const std::system_error&) {
    (*task)();
  }
  return returned;
}

}  // namespace gamekeeper::base
