#include "occupancy/probe.hpp"

#include "base/limits.hpp"
#include "net/stream_deadline.hpp"
#include "occupancy/a2s.hpp"
#include "occupancy/datagram_rate.hpp"
#include "occupancy/head_count.hpp"
#include "occupancy/minecraft.hpp"
#include "occupancy/proc_file.hpp"
#include "occupancy/quake3.hpp"
#include "occupancy/socket_table.hpp"

#include <array>
#include <stdexcept>

namespace gamekeeper::occupancy {

namespace asio = boost::asio;
namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;
using kind = detector_spec::kind;

namespace {

asio::awaitable<result<player_count>> run_query(net::datagram_socket& peer, datagram_query& query,
                                                base::time_point deadline) {
  if (const auto sent = peer.send(query.request()); !sent) co_return sent.error();
  for (int packets = 0; packets < limits::query_packets; ++packets) {
    const auto packet = co_await peer.receive(deadline);
    if (!packet && packet.error().code() == errc::timed_out)
      co_return packet.error().within("waiting for " + query.waiting_for());
    if (!packet) co_return packet.error();
    const auto next = query.take(*packet);
    if (!next) co_return next.error();
    if (*next == datagram_query::step::done) co_return query.answer();
    if (*next == datagram_query::step::wait) continue;
    if (const auto sent = peer.send(query.request()); !sent) co_return sent.error();
  }
  co_return error(errc::too_large, "more than " + std::to_string(limits::query_packets) +
                                       " packets, and still waiting for " + query.waiting_for());
}

/// a2s and quake3: a socket of its own for each question, so that a late answer to an earlier one finds
/// nobody.
class query_probe final : public probe {
 public:
  query_probe(const probe_world& world, asio::ip::udp::endpoint peer, kind what, bot_rule bots)
      : world_(world), peer_(std::move(peer)), what_(what), people_(bots) {}

  asio::awaitable<result<reading>> ask(base::time_point deadline) override {
    const auto socket = world_.peers.udp(peer_);
    if (!socket) co_return socket.error();
    const auto query = new_query();
    const auto said = co_await run_query(**socket, *query, deadline);
    if (!said) co_return said.error();
    co_return people_.take(*said, world_.time.now());
  }

 private:
  std::unique_ptr<datagram_query> new_query() {
    if (what_ == kind::a2s) return std::make_unique<a2s_query>();
    return std::make_unique<quake3_query>(std::to_string(world_.random.next() >> 32));
  }

  probe_world world_;
  asio::ip::udp::endpoint peer_;
  kind what_;
  head_count people_;
};

class minecraft_probe final : public probe {
 public:
  minecraft_probe(const probe_world& world, asio::ip::tcp::endpoint peer)
      : world_(world), peer_(std::move(peer)) {}

  asio::awaitable<result<reading>> ask(base::time_point deadline) override {
    auto stream = co_await world_.peers.tcp(peer_, deadline);
    if (!stream) co_return stream.error();
    net::stream_deadline alarm(world_.time, **stream);
    alarm.close_at(deadline);
    const auto online = co_await talk(**stream);
    if (!online && alarm.expired())
      co_return error(errc::timed_out, "no whole answer of the Minecraft server in time");
    if (!online) co_return online.error();
    co_return counted(*online, world_.time.now());
  }

 private:
  asio::awaitable<result<int>> talk(net::byte_stream& stream) {
    const auto request = minecraft_request(peer_.address().to_string(), peer_.port());
    const auto wrote = co_await stream.write(asio::buffer(request));
    if (!wrote) co_return wrote.error();
    minecraft_answer answer;
    std::array<char, 4096> piece;
    for (;;) {
      const auto got = co_await stream.read_some(asio::buffer(piece));
      if (!got) co_return got.error();
      if (*got == 0) co_return error(errc::closed, "the Minecraft server hung up before it had answered");
      const auto online = answer.take({piece.data(), *got});
      if (!online) co_return online.error();
      if (*online) co_return **online;
    }
  }

  probe_world world_;
  asio::ip::tcp::endpoint peer_;
};

class tcp_probe final : public probe {
 public:
  tcp_probe(const probe_world& world, std::vector<std::uint16_t> ports)
      : world_(world), ports_(std::move(ports)) {}

  asio::awaitable<result<reading>> ask(base::time_point) override {
    const auto v4 = established("/net/tcp");
    if (!v4) co_return v4.error();
    const auto v6 = established("/net/tcp6");
    // Where IPv6 is switched off there is no such table.
    if (!v6 && v6.error().code() != errc::not_found) co_return v6.error();
    co_return counted(*v4 + (v6 ? *v6 : 0), world_.time.now());
  }

 private:
  result<int> established(const char* name) const {
    socket_table table(ports_, world_.peers.own_tcp_ports());
    const auto read =
        read_in_pieces(world_.proc + name, [&table](std::string_view piece) { return table.take(piece); });
    if (!read) return read.error();
    const auto count = table.count();
    if (!count) return count.error().within(world_.proc + name);
    return count;
  }

  probe_world world_;
  std::vector<std::uint16_t> ports_;
};

class rate_probe final : public probe {
 public:
  rate_probe(const probe_world& world, int floor) : world_(world), floor_(floor) {}

  asio::awaitable<result<reading>> ask(base::time_point) override {
    const auto snmp = read_counters(world_.proc + "/net/snmp");
    if (!snmp) co_return snmp.error();
    const auto snmp6 = read_counters(world_.proc + "/net/snmp6");
    if (!snmp6 && snmp6.error().code() != errc::not_found) co_return snmp6.error();
    const auto count = received_datagrams(*snmp, snmp6 ? *snmp6 : std::string());
    if (!count) co_return count.error();
    const auto now = world_.time.now();
    const auto rate = rate_.per_second(*count, now);
    if (!rate) co_return doubtful("", now);
    co_return counted(*rate > floor_ ? 1 : 0, now);
  }

 private:
  probe_world world_;
  int floor_;
  datagram_rate rate_;
};

}  // namespace

std::unique_ptr<probe> make_probe(const detector_spec& spec, const std::vector<std::uint16_t>& ports,
                                  const probe_world& world) {
  switch (spec.what) {
    case kind::a2s:
    case kind::quake3:
      return std::make_unique<query_probe>(world, asio::ip::udp::endpoint(spec.host, ports.at(0)), spec.what,
                                           spec.bots);
    case kind::minecraft:
      return std::make_unique<minecraft_probe>(world, asio::ip::tcp::endpoint(spec.host, ports.at(0)));
    case kind::tcp:
      return std::make_unique<tcp_probe>(world, ports);
    case kind::udp_rate:
      return std::make_unique<rate_probe>(world, spec.floor);
    default:
      throw std::logic_error("detector " + spec.text + " is told, nobody polls it");
  }
}

}  // namespace gamekeeper::occupancy
