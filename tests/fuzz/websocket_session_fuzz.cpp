// What a WebSocket's client may send: the session ends whatever it is, and says the same however the bytes are cut
// into pieces.
#include "net/websocket_session.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/memory_stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <exception>

using namespace gamekeeper;

namespace {

struct silent_source final : net::stream_source {
  std::shared_ptr<const std::string> next() override { return nullptr; }
  end ended() const override { return end::open; }
  void on_available(std::function<void()>) override {}
};

boost::asio::awaitable<void> converse(const net::http_service& service,
                                      std::shared_ptr<tests::memory_stream> stream) {
  const auto loop = co_await boost::asio::this_coro::executor;
  net::websocket_session session(loop, service, stream, std::make_shared<silent_source>(), "");
  co_await session.run();
}

std::string answer_to(std::string_view text, std::size_t step) {
  tests::captured_log log;
  boost::asio::io_context loop(1);
  tests::fake_clock time(loop);
  const net::http_service service{time, log.log, {}, nullptr, nullptr};
  const auto stream = std::make_shared<tests::memory_stream>();
  for (std::size_t at = 0; at < text.size(); at += step)
    stream->will_read(std::string(text.substr(at, step)));
  bool ended = false;
  boost::asio::co_spawn(loop, converse(service, stream), [&ended](std::exception_ptr escaped) {
    if (escaped) std::rethrow_exception(escaped);
    ended = true;
  });
  loop.run();
  if (!ended || !stream->closed()) std::abort();
  return stream->written();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (answer_to(text, 1) != answer_to(text, size == 0 ? 1 : size)) std::abort();
  return 0;
}
