// Every operation of the platform's API from a shell.
#include "fleet/command_line.hpp"
#include "net/tls.hpp"
#include "version.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
  gamekeeper::net::initialise_tls();
  try {
    return gamekeeper::fleet::command_line(gamekeeper::version_text("gamekeeper-fleet")).run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "gamekeeper-fleet: internal error: " << e.what() << "\n";
    return gamekeeper::fleet::unreachable;
  }
}
