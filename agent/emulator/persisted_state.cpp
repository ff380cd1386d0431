#include "persisted_state.hpp"

#include "emulator/model/random_hex.hpp"
#include "emulator/state/deployment_record.hpp"

#include <charconv>

namespace gamekeeper::emulator_program {

base::result<net::tls_identity> persisted_identity(emulator::sqlite_state& state,
                                                   const std::vector<std::string>& names, base::logger& log) {
  std::string joined;
  for (const auto& name : names) joined += name + "\n";
  if (const auto kept = state.text("identity"); kept && state.text("identity_names") == joined) {
    auto identity = net::tls_identity::from_pem(base::secret(*kept));
    if (identity) return identity;
    log.warn("a new certificate is made", {{"why", identity.error().message()}});
  }
  auto identity = net::tls_identity::self_made(names);
  if (!identity) return identity;
  state.set_text("identity_names", joined);
  state.set_text("identity", identity->pem().reveal());
  return identity;
}

std::string persisted_secret(emulator::sqlite_state& state, const std::string& name) {
  if (auto kept = state.text(name); kept && !kept->empty()) return *kept;
  auto drawn = emulator::system_random_hex(32);
  state.set_text(name, drawn);
  return drawn;
}

base::result<std::uint16_t> rebind(
    emulator::sqlite_state& state, const std::string& name, const endpoint& at, base::logger& log,
    const std::function<base::result<std::uint16_t>(const std::string&, std::uint16_t)>& listen) {
  std::uint16_t before = 0;
  const auto kept = state.text(name).value_or("");
  std::from_chars(kept.data(), kept.data() + kept.size(), before);
  auto port = listen(at.address, at.port ? at.port : before);
  if (!port && at.port == 0 && before != 0) {
    log.warn("running deployments will not reach the emulator any more: its port is taken",
             {{"port", before}, {"why", port.error().message()}});
    port = listen(at.address, 0);
  }
  if (port) state.set_text(name, std::to_string(*port));
  return port;
}

void restore_deployments(emulator::sqlite_state& state, emulator::platform& platform, base::clock& time,
                         base::logger& log) {
  std::vector<emulator::restored_deployment> all;
  for (const auto& record : state.records()) {
    auto restored = emulator::from_record(record, time.wall(), time.now());
    if (restored)
      all.push_back(std::move(*restored));
    else
      log.error("a deployment of the emulator before is lost", {{"why", restored.error().message()}});
  }
  platform.restore(std::move(all));
}

}  // namespace gamekeeper::emulator_program
