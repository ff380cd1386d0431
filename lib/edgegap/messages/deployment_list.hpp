#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/messages/deployment.hpp"
#include "edgegap/messages/pages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gamekeeper::edgegap {

/// "Is one of these", or none of them: eq and neq for one value, in and nin for several.
template <class Value>
struct one_of {
  explicit one_of(Value value) { values.push_back(std::move(value)); }
  explicit one_of(std::vector<Value> several, bool turned = false)
      : values(std::move(several)), excluded(turned) {}
  std::vector<Value> values;
  bool excluded = false;
};

enum class time_comparison { before, until, after, from };  ///< lt, lte, gt, gte
struct time_bound {
  time_bound(time_comparison c, base::wall_time w) : comparison(c), when(w) {}
  time_comparison comparison;
  base::wall_time when;
};

enum class list_field { status, application, version, tags, created_at };
std::string_view to_string(list_field field) noexcept;

/// What GET /v1/deployments is asked. The platform takes one filter per field, so there is one member for
/// each; all of them have to hold. The fields are those that its own tools use: its specification names none.
struct list_query {
  std::optional<one_of<deployment_status>> status;
  std::optional<one_of<std::string>> application;
  std::optional<one_of<std::string>> version;
  std::optional<one_of<std::string>> tags;  ///< that a deployment carries, among others
  std::optional<time_bound> created_at;

  struct ordering {
    ordering(list_field by, bool down = false) : field(by), descending(down) {}
    list_field field;
    bool descending;
  };
  std::vector<ordering> order;
  std::string text;              ///< the parameter itself, a JSON object, in place of all of the above
  std::optional<int> page_size;  ///< "limit"; absent: the platform's own
};

/// The text of the `query` parameter, or nothing when there is neither filter nor order. invalid_input for a
/// filter without values, an unknown status, a text that is not UTF-8, and one of its own that is no JSON object.
base::result<std::optional<std::string>> encode(const list_query& query);

/// One deployment of the list: the active ones only.
struct listed_deployment {
  std::string request_id;  ///< required
  std::string fqdn;        ///< the name that players connect to
  std::string public_ip;
  std::optional<bool> ready;                  ///< connections are accepted
  std::optional<base::wall_time> start_time;  ///< when it became READY
  std::vector<port> ports;
  std::vector<std::string> tags;
};

base::result<decoded_response<page<listed_deployment>>> decode_deployment_page(std::string_view text,
                                                                               int number = 1);

}  // namespace gamekeeper::edgegap
