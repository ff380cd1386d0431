#include "edgegap/messages/tags.hpp"

#include "base/limits.hpp"
#include "edgegap/messages/answer_reader.hpp"
#include "edgegap/messages/request_writer.hpp"

#include <boost/json.hpp>

namespace gamekeeper::edgegap {

namespace {

deployment_tag read(const answer_reader& from) {
  deployment_tag tag;
  tag.name = from.required_text("name");
  tag.create_time = from.time("create_time");
  tag.last_updated = from.time("last_updated");
  return tag;
}

}  // namespace

base::result<decoded_response<page<deployment_tag>>> decode_tag_page(std::string_view text, int number) {
  return decode_answer<page<deployment_tag>>(text, "a list of tags", [number](const answer_reader& from) {
    page<deployment_tag> got;
    for (const auto& each : from.objects("tags", base::limits::page_items)) got.items.push_back(read(each));
    got.position = decode_position(from, number);
    return got;
  });
}

base::result<decoded_response<deployment_tag>> decode_tag(std::string_view text) {
  return decode_answer<deployment_tag>(text, "a tag", read);
}

base::result<std::string> encode_tag_name(std::string_view name) {
  if (auto named = check_not_empty("name", name); !named) return named.error();
  return request_body({{"name", name}});
}

}  // namespace gamekeeper::edgegap
