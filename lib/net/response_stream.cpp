#include "net/response_stream.hpp"

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
struct response_stream::stream_state {
  stream_state(std::shared_ptr<byte_stream> s, const asio::any_io_executor& loop)
      : stream(std::move(s)), change(std::make_shared<notification>(loop)) {}

  std::shared_ptr<byte_stream> stream;
  std::shared_ptr<notification> change;  // the source has something, or the peer has ended
  bool peer_ended = false;               // it will send nothing more
};

response_stream::response_stream(asio::any_io_executor loop, const http_service& service,
                                 std::shared_ptr<byte_stream> stream, line_framing framing,
                                 std::shared_ptr<stream_source> source)
    : loop_(std::move(loop)),
      service_(service),
      framing_(framing),
      source_(std::move(source)),
      state_(std::make_shared<stream_state>(std::move(stream), loop_)) {}

// Whatever ended the answer, a cancellation too: who listens must not wait for ever.
response_stream::~response_stream() {
  source_->on_available(nullptr);
  state_->stream->close();
}

// What the peer says is dropped, up to a limit: nobody asked it.
asio::awaitable<void> response_stream::read_peer(std::shared_ptr<stream_state> self) {
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

asio::awaitable<bool> response_stream::write(std::string bytes) {
  stream_deadline deadline(service_.time, *state_->stream);
  deadline.close_at(service_.time.now() + service_.limits.write_deadline);
  const asio::const_buffer all(bytes.data(), bytes.size());
  const auto written = co_await state_->stream->write(all);
  if (!written)
    service_.log.debug("a live answer broke off",
                       {{"why", deadline.expired() ? "the peer does not read" : written.error().message()}});
  co_return written.has_value();
}

// What is to be said now, in one piece; empty: nothing.
std::string response_stream::next_chunk() {
  std::string out;
  while (out.size() < limits::stream_write_bytes) {
    const auto message = source_->next();
    if (!message) break;
    if (framing_ == line_framing::chunked)
      out += chunk_of(*message);
    else
      out.append(*message).append("\n");
  }
  return out;
}

// Until there is something to say or to notice.
asio::awaitable<void> response_stream::wait_for_change() {
  source_->on_available([change = std::weak_ptr<notification>(state_->change)] {
    if (const auto waiting = change.lock()) waiting->notify();
  });
  co_await state_->change->wait();
}

asio::awaitable<void> response_stream::run() {
  base::task_group reading(loop_, service_.log);
  reading.spawn("live answer's listener", read_peer(state_));
  for (;;) {
    auto chunk = next_chunk();
    if (!chunk.empty()) {
      const bool written = co_await write(std::move(chunk));
      if (!written) co_return;
      continue;
    }
    if (state_->peer_ended || source_->ended() != stream_source::end::open) break;
    co_await wait_for_change();
  }
  if (framing_ == line_framing::chunked && source_->ended() != stream_source::end::cut)
    co_await write("0\r\n\r\n");
  state_->stream->end_writing();
}

}  // namespace gamekeeper::net
