#pragma once

#include "memory_stream.hpp"
#include "occupancy/peer_network.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gamekeeper::tests {

/// A game that exists only in a test: what it sends back for each datagram, and what its stream gives.
class fake_peers final : public occupancy::peer_network {
 public:
  explicit fake_peers(base::clock& time) : time_(time) {}

  // How it behaves.
  std::function<std::vector<std::string>(const std::string& sent)> answers;  ///< datagrams back, at once
  std::optional<base::error> receive_fails;                                  ///< once nothing is left to come
  std::optional<base::error> udp_fails, tcp_fails;
  std::vector<std::string> stream_gives;  ///< what each read gives, then `stream_end`
  std::optional<base::error> stream_end;  ///< else the orderly end
  std::vector<std::uint16_t> own_ports;

  // What happened.
  std::vector<boost::asio::ip::udp::endpoint> asked;
  std::vector<boost::asio::ip::tcp::endpoint> connected;
  std::vector<std::string> sent;
  int received = 0;

  base::result<std::unique_ptr<net::datagram_socket>> udp(boost::asio::ip::udp::endpoint peer) override {
    if (udp_fails) return *udp_fails;
    asked.push_back(std::move(peer));
    return std::make_unique<socket>(*this);
  }

  boost::asio::awaitable<net::opened_stream> tcp(boost::asio::ip::tcp::endpoint peer,
                                                 base::time_point) override {
    if (tcp_fails) co_return *tcp_fails;
    connected.push_back(std::move(peer));
    auto stream = std::make_unique<memory_stream>();
    for (const auto& piece : stream_gives) stream->will_read(piece);
    if (stream_end) stream->fail_at_end(*stream_end);
    co_return std::move(stream);
  }

  std::vector<std::uint16_t> own_tcp_ports() const override { return own_ports; }

 private:
  class socket final : public net::datagram_socket {
   public:
    explicit socket(fake_peers& owner) : owner_(owner) {}

    base::result<void> send(std::string_view packet) override {
      owner_.sent.emplace_back(packet);
      if (!owner_.answers) return {};
      for (auto& each : owner_.answers(owner_.sent.back())) coming_.push_back(std::move(each));
      return {};
    }

    boost::asio::awaitable<base::result<std::string>> receive(base::time_point deadline) override {
      if (coming_.empty() && owner_.receive_fails) co_return *owner_.receive_fails;
      if (coming_.empty()) {
        co_await base::sleep_until(owner_.time_, deadline);
        co_return base::error(base::errc::timed_out, "no answer in time");
      }
      ++owner_.received;
      auto next = std::move(coming_.front());
      coming_.pop_front();
      co_return next;
    }

   private:
    fake_peers& owner_;
    std::deque<std::string> coming_;
  };

  base::clock& time_;
};

}  // namespace gamekeeper::tests
