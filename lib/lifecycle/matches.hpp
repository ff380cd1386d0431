#pragma once

namespace gamekeeper::lifecycle {

struct match_ended;
struct match_started;
struct transition;

void handle(transition& t, const match_started& e);
void handle(transition& t, const match_ended& e);

}  // namespace gamekeeper::lifecycle
