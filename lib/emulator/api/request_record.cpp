#include "emulator/api/request_record.hpp"

#include "base/limits.hpp"
#include "emulator/model/container_output.hpp"

#include <boost/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace gamekeeper::emulator {

namespace json = boost::json;

namespace {

std::string shown(const std::string& body) {
  return as_utf8(std::string_view(body).substr(0, base::limits::emulator_record_body_bytes));
}

json::value form_of(const std::optional<base::secret>& authorization) {
  if (!authorization) return nullptr;
  return authorization->reveal().starts_with("token ") ? "token" : "raw";
}

}  // namespace

request_record::request_record(base::unique_fd file, base::clock& time, base::logger& log)
    : file_(std::move(file)), time_(&time), log_(&log) {}

base::result<request_record> request_record::open(const std::string& path, base::clock& time,
                                                  base::logger& log) {
  base::unique_fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file.valid()) return base::system_failure(path, errno);
  return request_record(std::move(file), time, log);
}

void request_record::add(const net::http_request& request, const net::http_response& response) {
  json::object headers;
  for (const auto& each : request.headers) headers[as_utf8(each.name)] = as_utf8(each.value);
  const auto line = json::serialize(json::object{{"time", base::iso8601(time_->wall())},
                                                 {"method", as_utf8(request.method)},
                                                 {"target", as_utf8(request.target)},
                                                 {"authorization", form_of(request.authorization)},
                                                 {"headers", std::move(headers)},
                                                 {"body", shown(request.body)},
                                                 {"status", response.status},
                                                 {"answer", shown(response.body)}}) +
                    "\n";
  const bool written = ::write(file_.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (!written && !failing_) log_->warn("the record of requests cannot be written");
  failing_ = !written;
}

}  // namespace gamekeeper::emulator
