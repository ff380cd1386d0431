#include "gamekeeper/run/platform_link.hpp"

#include "gamekeeper/run/api_token.hpp"

namespace gamekeeper::run {

using source = settings::platform_source;

void platform_link::connect(net::http_client& http, supervisor& listener) {
  const auto& chosen = inputs_.chosen().platform;
  edgegap::client_settings client_settings;
  // load() has checked it.
  client_settings.api = net::parse_trusted_url(chosen.api_url).value();
  if (chosen.source != source::context)
    client_settings.organisation_token = api_token(inputs_.chosen(), inputs_.environment, *inputs_.log);
  if (client_settings.organisation_token) inputs_.log->redact(*client_settings.organisation_token);
  auto known = inputs_.injected;
  if (chosen.source == source::status) known.context_url.reset();

  client_.emplace(http, runtime_.time, client_settings, known);
  listener.connect(*client_);
  if (chosen.source != source::off) watch(listener);
}

void platform_link::watch(supervisor& listener) {
  const auto& chosen = inputs_.chosen().platform;
  edgegap::watch_settings watching;
  watching.interval = chosen.poll_interval;
  watching.jitter = chosen.poll_jitter / 100.0;
  watching.fleet = chosen.fleet_size;
  watching.request_timeout = chosen.request_timeout;
  watcher_.emplace(
      *client_, runtime_.time, runtime_.random, *inputs_.log, watching, inputs_.injected.request_id,
      [&listener](const edgegap::observation& observation) { listener.on_observation(observation); });
  if (watcher_->has_source()) listener.set_poll_control(control_of(*watcher_));
  runtime_.platform_tasks.spawn("watch", watcher_->run());
}

}  // namespace gamekeeper::run
