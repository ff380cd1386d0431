#include "gamekeeper/doctor/network.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "net/connect.hpp"
#include "net/http_codec.hpp"
#include "net/http_date.hpp"
#include "net/stream_deadline.hpp"
#include "net/trust_roots.hpp"
#include "process/proc_file.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace gamekeeper::doctor {

namespace asio = boost::asio;
using asio::ip::tcp;
using findings::finding;
using findings::outcome;
using net::chain_fate;
using namespace std::chrono_literals;

namespace {

constexpr base::duration clock_tolerated = 10s;  // the Date has whole seconds, and travelled
constexpr base::duration clock_wrong = 5min;     // nobody's logs and certificates fit any more

bool is_address(const std::string& host) {
  boost::system::error_code wrong;
  asio::ip::make_address(host, wrong);
  return !wrong;
}

std::string named_servers() {
  const auto text = process::read_text("/etc/resolv.conf", base::limits::proc_file_bytes);
  if (!text) return "there is no /etc/resolv.conf";
  std::string all;
  for (std::string_view rest = *text; !rest.empty();) {
    auto line = process::take_until(rest, '\n');
    if (!line.starts_with("nameserver")) continue;
    line.remove_prefix(std::min(line.find_first_not_of(" \t", 10), line.size()));
    all.append(all.empty() ? "" : ", ").append(line);
  }
  return all.empty() ? "/etc/resolv.conf names no server" : "/etc/resolv.conf names " + all;
}

finding unreachable(bool needed, std::string what, const net::url& where, const base::error& why,
                    std::string advice) {
  return {needed ? outcome::fail : outcome::warn, std::move(what),
          where.host + ": " + why.message() + (needed ? "" : " (off the platform nobody needs it)"),
          std::move(advice)};
}

finding names_found(const net::url& where, const std::vector<tcp::endpoint>& found, base::duration took) {
  if (is_address(where.host)) return {outcome::ok, "DNS", where.host + " is an address"};
  std::string all;
  for (const auto& each : found) all.append(all.empty() ? "" : ", ").append(each.address().to_string());
  return {outcome::ok, "DNS", where.host + " is " + all + " (" + base::format_duration(took) + ")"};
}

std::string listed(const std::vector<std::string>& words) {
  constexpr std::size_t shown = 8;
  std::string all;
  for (std::size_t i = 0; i < std::min(words.size(), shown); ++i)
    all.append(all.empty() ? "" : ", ").append(words[i]);
  return words.empty() ? "nobody" : words.size() > shown ? all + ", ..." : all;
}

// No token goes along: the chain may be anybody's.
asio::awaitable<base::result<std::string>> ask_for_date(net::byte_stream& stream, base::clock& time,
                                                        net::url where, base::time_point deadline) {
  net::stream_deadline limit(time, stream);
  limit.close_at(deadline);
  net::http_codec codec(stream, base::limits::api_response_body_bytes);
  const net::http_request request("HEAD", "/");
  const auto sent = co_await codec.write_request(request, where.authority());
  if (!sent) co_return sent.error();
  auto answer = co_await codec.read_response("HEAD");
  if (!answer) co_return answer.error();
  co_return std::string(answer->response.headers.find("Date").value_or(""));
}

}  // namespace

std::vector<net::url> servers_of(const settings::agent_settings& chosen,
                                 const edgegap::injected_environment& injected) {
  std::vector<net::url> all;
  const auto add = [&all](net::url one) {
    const auto same = [&one](const net::url& each) { return each.origin() == one.origin(); };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(one));
  };
  if (const auto api = net::parse_trusted_url(chosen.platform.api_url)) add(*api);
  if (injected.delete_url) add(*injected.delete_url);
  if (injected.context_url) add(*injected.context_url);
  return all;
}

finding judge_clock(base::wall_time ours, base::wall_time theirs) {
  const auto off = std::chrono::abs(ours - theirs);
  const auto seconds = std::chrono::round<std::chrono::seconds>(off);
  if (off < clock_tolerated)
    return {outcome::ok, "clock", "as the server's, to " + base::format_duration(seconds)};
  const auto seen = base::format_duration(seconds) + (ours < theirs ? " behind" : " ahead of") +
                    " the server's, which says " + base::iso8601(theirs);
  return {off < clock_wrong ? outcome::warn : outcome::fail, "clock", seen,
          "A container has its host's clock: set that right (NTP); certificates are judged by it"};
}

namespace {

const std::string newer_roots = "newer ones (apt-get install ca-certificates)";

void add_trusted(finding& out, const std::string& name, const net::tls_inspection& seen) {
  out.how = seen.only_built_in ? outcome::warn : outcome::ok;
  out.seen = name + ": " + seen.version + ", the certificate is trusted, by " + seen.tried_roots + ":";
  if (seen.only_built_in)
    out.advice = "None of the image's own trust roots (" + seen.own_roots +
                 ") signs it: they are old. The agent does without; for the game and whatever else is in the "
                 "image take " +
                 newer_roots;
}

std::string advice_for(const net::tls_inspection& seen) {
  switch (seen.fate) {
    case chain_fate::trusted:
      return {};
    case chain_fate::no_roots:
      return "Put trust roots into the image (apt-get install ca-certificates), or name a file of them: "
             "--platform-ca-file";
    case chain_fate::unknown_root:
      return "Nobody in " + seen.tried_roots + " has signed it. If '" +
             (seen.chain.empty() ? std::string() : seen.chain.back().issuer) +
             "' is to be trusted, name its certificate with --platform-ca-file; if not, somebody opens the "
             "connection on its way (a proxy)";
    case chain_fate::expired:
      return "One of these has ended; compare the clock below. If that is right, the server needs a new "
             "certificate";
    case chain_fate::expired_link:
      return "'" + seen.at_fault +
             "', which the server sends along, has ended; compare the clock below. If that is right, "
             "the server has to send another, or the trust roots here (" +
             seen.tried_roots + ") are too old to do without it: take " + newer_roots;
    case chain_fate::expired_root:
      return "The trust roots here are old: '" + seen.at_fault + "' of " + seen.tried_roots +
             " has ended; compare the clock below. If that is right, take " + newer_roots +
             "; the server's certificate is in order";
    case chain_fate::not_yet_valid:
      return "Most often our own clock is behind: see below";
    case chain_fate::wrong_name:
      return "It is for " + listed(seen.names) +
             ". Is the address right (platform.api_url), or does a proxy "
             "answer in its place?";
    case chain_fate::refused:
      return "The server's certificate is at fault; trusted are: " + seen.tried_roots;
  }
  return {};
}

}  // namespace

finding judge_chain(const net::url& where, const net::tls_inspection& seen) {
  const auto name = where.authority();
  finding out(outcome::fail, "TLS", name + ": " + seen.why, advice_for(seen));
  for (const auto& each : seen.chain)
    out.details.push_back(each.subject + ", by " + each.issuer + ", " + each.valid_from + " to " +
                          each.valid_until);
  if (seen.fate == chain_fate::trusted)
    add_trusted(out, name, seen);
  else if (seen.only_built_in)
    out.advice = "None of " + seen.own_roots +
                 " signs it, which alone counts (platform.ca_file). Mozilla's of " +
                 std::string(net::mozilla_roots().date) +
                 ", built in, do: leave the setting out, or put newer ones in";
  return out;
}

finding look_at_roots(const net::trust_settings& trust) {
  auto roots = net::trust_roots::open(trust);
  if (!roots)
    return {outcome::fail, "trust roots", roots.error().message(),
            "Put some into the image (apt-get install ca-certificates), or name a file: --platform-ca-file"};
  auto seen = std::to_string(roots->count()) + " certificates in " + roots->places();
  if (!roots->named() && !roots->built_in())
    seen += "; where these do not do, Mozilla's of " + std::string(net::mozilla_roots().date) + ", built in";
  return {outcome::ok, "trust roots", seen};
}

asio::awaitable<void> look_at_server(asio::any_io_executor loop, base::clock& time, net::resolver& names,
                                     net::url where, net::trust_settings trust, bool needed,
                                     findings::listener tell) {
  const auto begun = time.now();
  const auto deadline = begun + base::limits::doctor_server_deadline;
  auto found = co_await names.resolve(where.host, where.port, deadline);
  if (!found) {
    tell(unreachable(
        needed, "DNS", where, found.error(),
        named_servers() + ". Give the container one that answers (docker run --dns) or a network"));
    tell({outcome::skip, "TLS", where.host + " has no address"});
    co_return;
  }
  tell(names_found(where, *found, time.now() - begun));

  auto socket = co_await net::connect_tcp(loop, time, *found, deadline);
  if (!socket) {
    tell(unreachable(needed, "connection", where, socket.error(),
                     "Let connections to port " + std::to_string(where.port) +
                         " out: a firewall, a network policy or a proxy that has to be used"));
    co_return;
  }
  std::unique_ptr<net::byte_stream> stream;
  if (where.secure()) {
    auto seen = co_await net::inspect_tls(std::move(*socket), time, where.host, trust, deadline);
    if (!seen) {
      tell(unreachable(needed, "TLS", where, seen.error(), "Does that port speak TLS 1.2 or newer?"));
      co_return;
    }
    tell(judge_chain(where, *seen));
    stream = std::move(seen->stream);
  } else {
    tell({outcome::skip, "TLS", where.origin() + ": plain HTTP to this machine"});
    stream = net::plain_stream(std::move(*socket));
  }

  const auto date = co_await ask_for_date(*stream, time, where, deadline);
  const auto theirs = date ? net::parse_http_date(*date) : std::nullopt;
  if (theirs)
    tell(judge_clock(time.wall(), *theirs));
  else
    tell({outcome::skip, "clock", where.host + (date ? " sends no Date" : ": " + date.error().message())});
}

}  // namespace gamekeeper::doctor
