// What starts deployments, and what ends many of them.
#include "edgegap/client/client.hpp"

namespace gamekeeper::edgegap {

client::call_of<deploy_answer> client::deploy(deploy_request request, base::time_point deadline) {
  auto answer = co_await call_with(api_call(operation_id::deploy), encode(request), deadline);
  co_return decode_response<deploy_answer>(answer, operation_id::deploy, "", decode_deploy_answer);
}

client::call_of<deploy_answer> client::fleet_deploy(fleet_deploy_request request, base::time_point deadline) {
  auto answer = co_await call_with(api_call(operation_id::fleet_deploy), encode(request), deadline);
  co_return decode_response<deploy_answer>(answer, operation_id::fleet_deploy, "", decode_deploy_answer);
}

client::call_of<deploy_v1_answer> client::deploy_v1(deploy_v1_request request, base::time_point deadline) {
  auto answer = co_await call_with(api_call(operation_id::deploy_v1), encode(request), deadline);
  co_return decode_response<deploy_v1_answer>(answer, operation_id::deploy_v1, "", decode_deploy_v1_answer);
}

client::call_of<bulk_stop_answer> client::bulk_stop(bulk_stop_request request, base::time_point deadline) {
  auto answer = co_await call_with(api_call(operation_id::bulk_stop), encode(request), deadline);
  co_return decode_response<bulk_stop_answer>(answer, operation_id::bulk_stop, "", decode_bulk_stop_answer);
}

}  // namespace gamekeeper::edgegap
