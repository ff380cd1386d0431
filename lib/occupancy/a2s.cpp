#include "occupancy/a2s.hpp"

#include "base/limits.hpp"
#include "occupancy/packet_reader.hpp"

namespace gamekeeper::occupancy {

namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

constexpr char challenge_kind = 'A', info_kind = 'I', old_info_kind = 'm';

error cut_short() {
  return error(errc::malformed, "the answer to A2S_INFO is cut short");
}

// protocol, name, map, folder, game, application (2), players, most players, bots, server's type, its system,
// visibility, anti-cheat; what follows is not looked at.
result<player_count> today_s(packet_reader in) {
  if (!in.byte() || !in.skip_texts(4) || !in.skip(2)) return cut_short();
  const auto players = in.byte();
  if (!players || !in.byte()) return cut_short();
  const auto bots = in.byte();
  if (!bots || !in.skip(4)) return cut_short();
  return player_count{*players, *bots};
}

// address, name, map, folder, game, players, most players, protocol, type, system, visibility, mod, [what the
// mod is], anti-cheat, bots.
result<player_count> goldsrc_s(packet_reader in) {
  if (!in.skip_texts(5)) return cut_short();
  const auto players = in.byte();
  if (!players || !in.skip(5)) return cut_short();
  const auto mod = in.byte();
  if (!mod) return cut_short();
  // Link, download link, a zero byte, version (4), size (4), type, own library.
  if (*mod == 1 && (!in.skip_texts(2) || !in.skip(11))) return cut_short();
  if (!in.byte()) return cut_short();
  const auto bots = in.byte();
  if (!bots) return cut_short();
  return player_count{*players, *bots};
}

}  // namespace

result<player_count> parse_a2s_info(std::string_view message) {
  if (message.empty()) return cut_short();
  const packet_reader fields(message.substr(1));
  if (message.front() == info_kind) return today_s(fields);
  if (message.front() == old_info_kind) return goldsrc_s(fields);
  return error(errc::malformed, "no answer to A2S_INFO but " + first_bytes(message));
}

std::string a2s_query::request() const {
  using namespace std::string_literals;
  auto packet = "\xff\xff\xff\xffTSource Engine Query\0"s;
  if (challenge_)
    for (unsigned i = 0; i < 4; ++i) packet += static_cast<char>((*challenge_ >> (8 * i)) & 0xff);
  return packet;
}

result<datagram_query::step> a2s_query::take(std::string_view packet) {
  if (is_connectionless(packet)) return take_message(packet.substr(4));
  if (!a2s_split::is_part(packet))
    return error(errc::malformed, "no packet of a Source or GoldSrc server: " + first_bytes(packet));
  const auto whole = split_.take(packet);
  if (!whole) return whole.error();
  if (!*whole) return step::wait;
  return take_message(**whole);
}

result<datagram_query::step> a2s_query::take_message(std::string_view message) {
  if (!message.empty() && message.front() == challenge_kind) {
    packet_reader in(message.substr(1));
    const auto challenge = in.word();
    if (!challenge) return error(errc::malformed, "a challenge that is cut short");
    if (++challenges_ > limits::a2s_challenges)
      return error(errc::malformed, "answers every challenge with another one");
    challenge_ = challenge;
    split_ = {};
    return step::ask;
  }
  const auto said = parse_a2s_info(message);
  if (!said) return said.error();
  said_ = *said;
  return step::done;
}

std::string a2s_query::waiting_for() const {
  if (split_.parts() > 0)
    return "the rest of an answer to A2S_INFO in several packets (" + std::to_string(split_.parts()) +
           " came)";
  return challenge_ ? "an answer to A2S_INFO with the server's challenge" : "an answer to A2S_INFO";
}

}  // namespace gamekeeper::occupancy
