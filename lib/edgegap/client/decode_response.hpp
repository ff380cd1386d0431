#pragma once

#include "edgegap/client/call.hpp"
#include "edgegap/messages/decoded_response.hpp"

#include <string>
#include <utility>

namespace gamekeeper::edgegap {

/// What a call is worth once its body has been read by `decode`.
template <class T, class Decode>
api_result<decoded_response<T>> decode_response(api_answer& answer, operation_id asked,
                                                const std::string& about, Decode decode) {
  if (!answer) return answer.error();
  base::result<decoded_response<T>> value = decode(answer->body);
  if (!value) {
    auto failure = api_error::from_unusable(asked, answer->status, value.error());
    failure.about(about);
    return failure;
  }
  value->text = std::move(answer->body);
  return std::move(*value);
}

}  // namespace gamekeeper::edgegap
