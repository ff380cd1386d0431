#include "edgegap/messages/container_logs.hpp"

#include "edgegap/messages/answer_reader.hpp"

namespace gamekeeper::edgegap {

namespace {

container_logs read(const answer_reader& from) {
  container_logs got;
  got.logs = from.text("logs");
  got.encoding = from.text("encoding");
  got.crash_logs = from->text("crash_logs");
  if (const auto crash = from.object("crash_data")) {
    got.crash.emplace();
    got.crash->exit_code = (*crash)->integer("exit_code");
    got.crash->message = crash->text("message");
    got.crash->restart_count = crash->integer_within("restart_count", 0, 1'000'000'000);
  }
  got.logs_link = from.text("logs_link");
  return got;
}

}  // namespace

base::result<decoded_response<container_logs>> decode_container_logs(std::string_view text) {
  return decode_answer<container_logs>(text, "container logs", read);
}

}  // namespace gamekeeper::edgegap
