#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Packets as servers send them, put together by hand from the protocols' descriptions, not by the code under
/// test.
namespace gamekeeper::occupancy::packets {

using namespace std::string_literals;

inline const std::string plain = "\xff\xff\xff\xff"s;
inline const std::string part = "\xfe\xff\xff\xff"s;
inline const std::string a2s_request = plain + "TSource Engine Query\0"s;
inline const std::string challenge = plain + "A\x4b\xa1\xd5\x22"s;

/// Valve's own example of an answer has this form: Counter-Strike: Source, with an extra data field behind.
inline std::string info(int players, int bots, const std::string& name = "Day of Infamy") {
  return plain + "I\x11"s + name + "\0de_dust\0cstrike\0Counter-Strike: Source\0\xf0\x00"s +
         static_cast<char>(players) + "\x10"s + static_cast<char>(bots) + "dl\x00\x01"s + "1.0.0.22\0"s +
         "\x80\x87\x69"s;
}

inline std::string old_info(int players, int bots, bool mod) {
  return plain + "m127.0.0.1:27015\0Server\0crossfire\0valve\0Half-Life\0"s + static_cast<char>(players) +
         "\x20\x2f"s + "dl\x00"s + (mod ? "\1www.example.com\0\0\0\1\0\0\0\0\0\0\1\0\1"s : "\0"s) + "\1"s +
         static_cast<char>(bots);
}

/// `message` cut into packets as a Source server does it; without the size, as the very old ones did.
inline std::vector<std::string> source_parts(const std::string& message, std::size_t each,
                                             bool with_size = true, const std::string& id = "\1\0\0\0"s) {
  std::vector<std::string> all;
  const auto total = (message.size() + each - 1) / each;
  for (std::size_t i = 0; i < total; ++i)
    all.push_back(part + id + static_cast<char>(total) + static_cast<char>(i) +
                  (with_size ? "\xe0\x04"s : ""s) + message.substr(i * each, each));
  return all;
}

inline std::vector<std::string> goldsrc_parts(const std::string& message, std::size_t each,
                                              const std::string& id = "\7\0\0\0"s) {
  std::vector<std::string> all;
  const auto total = (message.size() + each - 1) / each;
  for (std::size_t i = 0; i < total; ++i)
    all.push_back(part + id + static_cast<char>((i << 4) | total) + message.substr(i * each, each));
  return all;
}

inline std::string minecraft_packet(const std::string& json) {
  const auto number = [](std::size_t value) {
    std::string groups;
    for (; value > 0x7f; value /= 128) groups += static_cast<char>(value % 128 + 128);
    return groups + static_cast<char>(value);
  };
  const auto content = "\0"s + number(json.size()) + json;
  return number(content.size()) + content;
}

}  // namespace gamekeeper::occupancy::packets
