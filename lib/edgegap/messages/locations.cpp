#include "edgegap/messages/locations.hpp"

#include "base/limits.hpp"
#include "edgegap/messages/answer_reader.hpp"

namespace gamekeeper::edgegap {

namespace {

deploy_location read_location(const answer_reader& from) {
  deploy_location one;
  one.place = decode_location(*from);
  one.type = from.text("type");
  for (const auto& tag : from.objects("tags", base::limits::page_items))
    one.tags.push_back({tag.text("key"), tag.text("value")});
  return one;
}

beacon read_beacon(const answer_reader& from) {
  beacon one;
  one.host = from.required_text("host");
  one.fqdn = from.text("fqdn");
  one.udp_port = from.port("udp_port");
  one.tcp_port = from.port("tcp_port");
  if (const auto place = from.object("location")) one.place = decode_location(**place);
  return one;
}

}  // namespace

base::result<decoded_response<page<deploy_location>>> decode_location_page(std::string_view text,
                                                                           int number) {
  return decode_answer<page<deploy_location>>(
      text, "a list of locations", [number](const answer_reader& from) {
        page<deploy_location> got;
        for (const auto& each : from.objects("locations", base::limits::page_items))
          got.items.push_back(read_location(each));
        got.position = decode_position(from, number);
        got.messages = decode_messages(from, "messages");
        return got;
      });
}

base::result<decoded_response<page<beacon>>> decode_beacon_page(std::string_view text, int number) {
  return decode_answer<page<beacon>>(text, "a list of beacons", [number](const answer_reader& from) {
    page<beacon> got;
    for (const auto& each : from.objects("locations", base::limits::page_items))
      got.items.push_back(read_beacon(each));
    got.position = decode_position(from, number);
    return got;
  });
}

}  // namespace gamekeeper::edgegap
