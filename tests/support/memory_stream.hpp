#pragma once

#include "net/byte_stream.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::tests {

/// A connection without a socket: what it reads is written down beforehand, what is written to it is kept.
/// Nothing ever waits, so a coroutine over it ends within one turn of the loop.
class memory_stream final : public net::byte_stream {
 public:
  /// Each text is what one read gives (in pieces when the reader has less room). Behind the last one comes
  /// the orderly end of the stream, or what fail_at_end() said.
  void will_read(std::string text) { reads_.push_back(std::move(text)); }
  void will_read_byte_by_byte(std::string_view text) {
    for (const char c : text) reads_.emplace_back(1, c);
  }
  void fail_at_end(base::error why) { at_end_ = std::move(why); }
  void fail_writes(base::error why) { write_failure_ = std::move(why); }

  const std::string& written() const noexcept { return written_; }
  int writes() const noexcept { return writes_; }
  bool closed() const noexcept { return closed_; }
  bool writing_ended() const noexcept { return writing_ended_; }

  boost::asio::awaitable<base::result<std::size_t>> read_some(boost::asio::mutable_buffer into) override {
    if (closed_ || deaf_) co_return base::error(base::errc::cancelled, "the stream was closed");
    while (!reads_.empty() && reads_.front().empty()) reads_.pop_front();
    if (reads_.empty()) {
      if (at_end_) co_return *at_end_;
      co_return std::size_t{0};
    }
    auto& next = reads_.front();
    const auto size = std::min(into.size(), next.size());
    std::copy_n(next.begin(), size, static_cast<char*>(into.data()));
    next.erase(0, size);
    co_return size;
  }

  boost::asio::awaitable<base::result<void>> write(boost::asio::const_buffer all) override {
    if (closed_) co_return base::error(base::errc::cancelled, "the stream was closed");
    if (write_failure_) co_return *write_failure_;
    ++writes_;
    written_.append(static_cast<const char*>(all.data()), all.size());
    co_return base::result<void>();
  }

  void stop_reading() noexcept override { deaf_ = true; }
  void end_writing() noexcept override { writing_ended_ = true; }
  void close() noexcept override { closed_ = true; }

 private:
  std::deque<std::string> reads_;
  std::optional<base::error> at_end_;
  std::optional<base::error> write_failure_;
  std::string written_;
  int writes_ = 0;
  bool closed_ = false;
  bool deaf_ = false;
  bool writing_ended_ = false;
};

}  // namespace gamekeeper::tests
