#include "occupancy/peer_network.hpp"

#include <set>

namespace gamekeeper::occupancy {

namespace asio = boost::asio;

namespace {

using open_ports = std::multiset<std::uint16_t>;

/// A stream whose local port stands in the list for as long as it lives.
class listed_stream final : public net::byte_stream {
 public:
  listed_stream(std::unique_ptr<net::byte_stream> inner, open_ports& ports, std::uint16_t port)
      : inner_(std::move(inner)), ports_(ports), entry_(ports.insert(port)) {}
  ~listed_stream() override { ports_.erase(entry_); }
  listed_stream(const listed_stream&) = delete;
  listed_stream& operator=(const listed_stream&) = delete;

  asio::awaitable<base::result<std::size_t>> read_some(asio::mutable_buffer into) override {
    return inner_->read_some(into);
  }
  asio::awaitable<base::result<void>> write(asio::const_buffer all) override { return inner_->write(all); }
  void stop_reading() noexcept override { inner_->stop_reading(); }
  void end_writing() noexcept override { inner_->end_writing(); }
  void close() noexcept override { inner_->close(); }

 private:
  std::unique_ptr<net::byte_stream> inner_;
  open_ports& ports_;
  open_ports::iterator entry_;
};

class real_network final : public peer_network {
 public:
  real_network(asio::any_io_executor loop, base::clock& time) : loop_(std::move(loop)), time_(time) {}

  base::result<std::unique_ptr<net::datagram_socket>> udp(asio::ip::udp::endpoint peer) override {
    return net::connect_udp(loop_, time_, peer);
  }

  asio::awaitable<net::opened_stream> tcp(asio::ip::tcp::endpoint peer, base::time_point deadline) override {
    std::vector<asio::ip::tcp::endpoint> only;
    only.push_back(peer);
    auto socket = co_await net::connect_tcp(loop_, time_, std::move(only), deadline);
    if (!socket) co_return socket.error();
    boost::system::error_code ec;
    const auto port = socket->local_endpoint(ec).port();
    std::unique_ptr<net::byte_stream> stream =
        std::make_unique<listed_stream>(net::plain_stream(std::move(*socket)), ports_, port);
    co_return stream;
  }

  std::vector<std::uint16_t> own_tcp_ports() const override { return {ports_.begin(), ports_.end()}; }

 private:
  asio::any_io_executor loop_;
  base::clock& time_;
  open_ports ports_;
};

}  // namespace

std::unique_ptr<peer_network> make_peer_network(asio::any_io_executor loop, base::clock& time) {
  return std::make_unique<real_network>(std::move(loop), time);
}

}  // namespace gamekeeper::occupancy
