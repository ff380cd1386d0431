#include "control/problem.hpp"

#include <boost/json.hpp>

namespace gamekeeper::control {

namespace {

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 502:
      return "Bad Gateway";
    case 504:
      return "Gateway Timeout";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

int status_of(base::errc code) {
  switch (code) {
    case base::errc::invalid_input:
    case base::errc::malformed:
      return 400;
    case base::errc::denied:
      return 403;
    case base::errc::not_found:
      return 404;
    case base::errc::busy:
      return 409;
    case base::errc::too_large:
      return 413;
    case base::errc::timed_out:
      return 504;
    case base::errc::dns:
    case base::errc::unreachable:
    case base::errc::closed:
    case base::errc::tls:
      return 502;
    default:
      return 500;
  }
}

}  // namespace

net::http_response problem(int status, std::string_view detail) {
  const boost::json::value body = {
      {"type", "about:blank"}, {"title", title_of(status)}, {"status", status}, {"detail", detail}};
  return net::http_response(status, "application/problem+json", boost::json::serialize(body) + "\n");
}

net::http_response problem(const base::error& failure) {
  return problem(status_of(failure.code()), failure.message());
}

}  // namespace gamekeeper::control
