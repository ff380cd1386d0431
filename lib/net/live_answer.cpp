#include "net/live_answer.hpp"

#include "base/limits.hpp"
#include "base/task_group.hpp"
#include "net/notification.hpp"
#include "net/stream_deadline.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <cstdio>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

std::string chunk_of(std::string_view line) {
  std::array<char, 16> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", line.size() + 1);
  return std::string(size.data()).append(line).append("\n\r\n");
}

}  // namespace

// Shared with the coroutine that listens, which ends on a turn of the loop after the answer is over.
struct live_answer::conversation {
  conversation(std::shared_ptr<byte_stream> s, const asio::any_io_executor& loop)
      : stream(std::move(s)), change(std::make_shared<notification>(loop)) {}

  std::shared_ptr<byte_stream> stream;
  std::shared_ptr<notification> change;  // the source has something, or the peer has ended
  bool peer_ended = false;               // it will send nothing more
};

live_answer::live_answer(asio::any_io_executor loop, const http_service& service,
                         std::shared_ptr<byte_stream> stream, live_framing framing,
                         std::shared_ptr<message_source> source)
    : loop_(std::move(loop)),
      service_(service),
      framing_(framing),
      source_(std::move(source)),
      talk_(std::make_shared<conversation>(std::move(stream), loop_)) {}

// Whatever ended the answer, a cancellation too: who listens must not wait for ever.
live_answer::~live_answer() {
  source_->when_news(nullptr);
  talk_->stream->close();
}

// What the peer says is dropped, up to a limit: nobody asked it.
asio::awaitable<void> live_answer::listen(std::shared_ptr<conversation> self) {
  std::array<char, 4096> bytes;
  const asio::mutable_buffer space(bytes.data(), bytes.size());
  for (std::size_t dropped = 0; dropped <= limits::refused_body_bytes;) {
    const auto got = co_await self->stream->read_some(space);
    if (!got || *got == 0) break;
    dropped += *got;
  }
  self->peer_ended = true;
  self->change->notify();
}

asio::awaitable<bool> live_answer::say(std::string bytes) {
  stream_deadline deadline(service_.time, *talk_->stream);
  deadline.close_at(service_.time.now() + service_.limits.write_deadline);
  const asio::const_buffer all(bytes.data(), bytes.size());
  const auto written = co_await talk_->stream->write(all);
  if (!written)
    service_.log.debug("a live answer broke off",
                       {{"why", deadline.expired() ? "the peer does not read" : written.error().message()}});
  co_return written.has_value();
}

// What is to be said now, in one piece; empty: nothing.
std::string live_answer::gather() {
  std::string out;
  while (out.size() < limits::stream_write_bytes) {
    const auto message = source_->next();
    if (!message) break;
    if (framing_ == live_framing::chunked)
      out += chunk_of(*message);
    else
      out.append(*message).append("\n");
  }
  return out;
}

// Until there is something to say or to notice.
asio::awaitable<void> live_answer::pause() {
  source_->when_news([change = std::weak_ptr<notification>(talk_->change)] {
    if (const auto waiting = change.lock()) waiting->notify();
  });
  co_await talk_->change->wait();
}

asio::awaitable<void> live_answer::speak() {
  base::task_group listening(loop_, service_.log);
  listening.spawn("live answer's listener", listen(talk_));
  for (;;) {
    auto words = gather();
    if (!words.empty()) {
      const bool said = co_await say(std::move(words));
      if (!said) co_return;
      continue;
    }
    if (talk_->peer_ended || source_->ended() != message_source::end::open) break;
    co_await pause();
  }
  if (framing_ == live_framing::chunked && source_->ended() != message_source::end::cut)
    co_await say("0\r\n\r\n");
  talk_->stream->end_writing();
}

}  // namespace gamekeeper::net
