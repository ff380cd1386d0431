#pragma once

#include "net/stream_source.hpp"
#include "telemetry/event_history.hpp"

#include <memory>

namespace gamekeeper::control {

/// A place in the history as what an answer says: without `follow` it ends with the last event there is.
class event_messages final : public net::stream_source {
 public:
  event_messages(std::unique_ptr<telemetry::event_history::reader> place, bool follow)
      : place_(std::move(place)), follow_(follow) {}

  std::shared_ptr<const std::string> next() override { return place_->next(); }
  end ended() const override {
    if (place_->dropped()) return end::cut;
    return !follow_ || place_->over() ? end::finished : end::open;
  }
  void on_available(std::function<void()> news) override { place_->when_news(std::move(news)); }

 private:
  std::unique_ptr<telemetry::event_history::reader> place_;
  bool follow_;
};

}  // namespace gamekeeper::control
