#include "net/live_answer.hpp"

#include "base/limits.hpp"
#include "base/task_group.hpp"
#include "net/stream_deadline.hpp"
#include "net/wake_up.hpp"
#include "net/websocket_frame.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <cstdio>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

constexpr std::size_t gathered_bytes = 16 * 1024;  // of small messages in one write

std::string chunk_of(std::string_view line) {
  std::array<char, 16> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", line.size() + 1);
  return std::string(size.data()).append(line).append("\n\r\n");
}

}  // namespace

// Shared with the coroutine that listens, which ends on a turn of the loop after the answer is over.
struct live_answer::conversation {
  conversation(std::shared_ptr<byte_stream> s, live_framing f) : stream(std::move(s)), framing(f) {}

  std::shared_ptr<byte_stream> stream;
  live_framing framing;
  asio::any_io_executor loop;
  std::shared_ptr<wake_up> sleeper;
  bool poked = false;

  bool peer_ended = false;  // it will send nothing more
  bool alive = true;        // something came since the last ping
  bool leaving = false;     // the last words are being said: nothing that it sends matters any more
  std::size_t ignored = 0;  // bytes that it sent although nobody reads them
  websocket_parser frames;
  std::optional<std::string> pong_due;
  std::optional<websocket_close> close_due;

  void poke() {
    poked = true;
    if (sleeper) asio::post(loop, [who = sleeper] { who->wake(); });
  }

  bool is_over() const noexcept { return leaving || close_due.has_value(); }
  bool is_flooded() const noexcept { return ignored > limits::refused_body_bytes; }

  void take(std::string_view bytes) {
    alive = true;
    if (framing != live_framing::websocket || is_over()) {
      ignored += bytes.size();
      return;
    }
    frames.feed(bytes);
    while (!close_due) {
      const auto frame = frames.next();
      if (!frame) break;
      if (frame->what == websocket_opcode::ping) pong_due = frame->payload;
      if (frame->what == websocket_opcode::close) close_due = websocket_close::normal;
    }
    if (!close_due) close_due = frames.violation();
    if (pong_due || close_due) poke();
  }
};

live_answer::live_answer(const http_service& service, std::shared_ptr<byte_stream> stream,
                         live_framing framing, std::shared_ptr<message_source> source, std::string leftover)
    : service_(service),
      framing_(framing),
      source_(std::move(source)),
      talk_(std::make_shared<conversation>(std::move(stream), framing)) {
  if (!leftover.empty()) talk_->take(leftover);
}

// Whatever ended the answer, a cancellation too: who listens must not wait for ever.
live_answer::~live_answer() {
  source_->when_news(nullptr);
  talk_->stream->close();
}

asio::awaitable<void> live_answer::listen(std::shared_ptr<conversation> self) {
  std::array<char, 4096> bytes;
  const asio::mutable_buffer space(bytes.data(), bytes.size());
  while (!self->is_flooded()) {
    const auto got = co_await self->stream->read_some(space);
    if (!got || *got == 0) break;
    self->take(std::string_view(bytes.data(), *got));
  }
  self->peer_ended = true;
  self->poke();
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
  if (talk_->pong_due)
    out += websocket_frame(websocket_opcode::pong, *std::exchange(talk_->pong_due, std::nullopt));
  while (!talk_->close_due && out.size() < gathered_bytes) {
    const auto message = source_->next();
    if (!message) break;
    if (framing_ == live_framing::websocket)
      out += websocket_frame(websocket_opcode::text, *message);
    else if (framing_ == live_framing::chunked)
      out += chunk_of(*message);
    else
      out.append(*message).append("\n");
  }
  return out;
}

std::string live_answer::last_words() const {
  const bool cut = source_->ended() == message_source::end::cut;
  if (framing_ == live_framing::chunked) return cut ? "" : "0\r\n\r\n";
  if (framing_ == live_framing::bare) return "";
  const auto code = talk_->close_due.value_or(cut ? websocket_close::policy : websocket_close::normal);
  return websocket_close_frame(code);
}

// Until there is something to say or to notice.
asio::awaitable<void> live_answer::pause() {
  if (std::exchange(talk_->poked, false)) co_return;
  const auto sleeper = std::make_shared<wake_up>();
  talk_->sleeper = sleeper;
  source_->when_news([talk = std::weak_ptr<conversation>(talk_)] {
    if (const auto here = talk.lock()) here->poke();
  });
  auto alarm = service_.time.make_timer();
  bool quiet = false;
  if (framing_ == live_framing::websocket)
    alarm->arm(service_.time.now() + limits::stream_alive_every, [&quiet, sleeper] {
      quiet = true;
      sleeper->wake();
    });
  co_await sleeper->wait();
  talk_->sleeper.reset();
  talk_->poked = false;
  if (!quiet) co_return;
  if (!std::exchange(talk_->alive, false)) {
    service_.log.debug("a live answer broke off", {{"why", "the peer answers no ping"}});
    talk_->stream->close();
    talk_->peer_ended = true;
    co_return;
  }
  co_await say(websocket_frame(websocket_opcode::ping, ""));
}

// A WebSocket's other side has a moment to close first, so that it gets all that was said.
asio::awaitable<void> live_answer::take_leave() {
  talk_->leaving = true;
  const bool said = co_await say(last_words());
  talk_->stream->end_writing();
  if (!said || framing_ != live_framing::websocket) co_return;
  const auto deadline = service_.time.now() + limits::stream_close_wait;
  while (!talk_->peer_ended && service_.time.now() < deadline) {
    const auto sleeper = std::make_shared<wake_up>();
    talk_->sleeper = sleeper;
    auto alarm = service_.time.make_timer();
    alarm->arm(deadline, [sleeper] { sleeper->wake(); });
    co_await sleeper->wait();
    talk_->sleeper.reset();
  }
}

asio::awaitable<void> live_answer::speak() {
  talk_->loop = co_await asio::this_coro::executor;
  base::task_group listening(talk_->loop, service_.log);
  listening.spawn("live answer's listener", listen(talk_));
  for (;;) {
    auto words = gather();
    if (!words.empty()) {
      const bool said = co_await say(std::move(words));
      if (!said) co_return;
      continue;
    }
    if (talk_->peer_ended || talk_->close_due || source_->ended() != message_source::end::open) break;
    co_await pause();
  }
  co_await take_leave();
}

}  // namespace gamekeeper::net
