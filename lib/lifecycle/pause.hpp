#pragma once

namespace gamekeeper::lifecycle {

struct paused;
struct transition;

void handle(transition& t, const paused& e);

}  // namespace gamekeeper::lifecycle
