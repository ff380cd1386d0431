// Tags, from outside with the organisation's token and from inside with the context's.
#include "edgegap/client/client.hpp"

namespace gamekeeper::edgegap {

namespace asio = boost::asio;

namespace {

api_call tag_call(operation_id id, const std::string& request_id, const std::string& name) {
  api_call what(id);
  if (!request_id.empty() || id != operation_id::context_tag_remove)
    what.path.emplace_back("request_id", request_id);
  what.path.emplace_back("tag_name", name);
  return what;
}

}  // namespace

client::call_of<deployment_tag> client::context_tag_add(std::string name, base::time_point deadline) {
  auto answer = co_await call_with(api_call(operation_id::context_tag_add), encode_tag_name(name), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::context_tag_add, "", decode_tag);
}

asio::awaitable<api_result<void>> client::context_tag_remove(std::string name, base::time_point deadline) {
  auto what = tag_call(operation_id::context_tag_remove, "", name);
  const auto answer = co_await call(std::move(what), deadline);
  if (!answer) co_return answer.error();
  co_return api_result<void>();
}

client::call_of<deployment_tag> client::tag(std::string request_id, std::string name,
                                            base::time_point deadline) {
  auto what = tag_call(operation_id::tag_get, request_id, name);
  auto answer = co_await call(std::move(what), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::tag_get, request_id, decode_tag);
}

client::call_of<deployment_tag> client::tag_create(std::string request_id, std::string name,
                                                   base::time_point deadline) {
  api_call what(operation_id::tag_create);
  what.path.emplace_back("request_id", request_id);
  auto answer = co_await call_with(std::move(what), encode_tag_name(name), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::tag_create, request_id, decode_tag);
}

client::call_of<deployment_tag> client::tag_update(std::string request_id, std::string name,
                                                   std::string new_name, base::time_point deadline) {
  auto what = tag_call(operation_id::tag_update, request_id, name);
  auto answer = co_await call_with(std::move(what), encode_tag_name(new_name), deadline);
  co_return decode_response<deployment_tag>(answer, operation_id::tag_update, request_id, decode_tag);
}

asio::awaitable<api_result<void>> client::tag_delete(std::string request_id, std::string name,
                                                     base::time_point deadline) {
  auto what = tag_call(operation_id::tag_delete, request_id, name);
  const auto answer = co_await call(std::move(what), deadline);
  if (!answer) co_return answer.error();
  co_return api_result<void>();
}

}  // namespace gamekeeper::edgegap
