// What a WebSocket's client may send: never more than the limit in one frame, and the same frames however the
// bytes are cut into pieces.
#include "base/limits.hpp"
#include "net/websocket_frame.hpp"

#include <cstdlib>
#include <vector>

using namespace gamekeeper::net;

namespace {

std::vector<std::string> frames_of(std::string_view text, std::size_t step) {
  websocket_parser parser;
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size(); at += step) {
    parser.feed(text.substr(at, step));
    while (const auto frame = parser.next()) {
      if (frame->payload.size() > gamekeeper::base::limits::websocket_frame_bytes) std::abort();
      out.push_back(static_cast<char>(frame->what) + frame->payload);
    }
  }
  if (parser.violation()) out.push_back("violation " + std::to_string(static_cast<int>(*parser.violation())));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (frames_of(text, 1) != frames_of(text, size == 0 ? 1 : size)) std::abort();
  return 0;
}
