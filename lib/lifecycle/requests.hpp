#pragma once

namespace gamekeeper::lifecycle {

struct drain_requested;
struct extension_requested;
struct platform_gone;
struct restart_requested;
struct stop_requested;
struct transition;

void handle(transition& t, const stop_requested& e);
void handle(transition& t, const drain_requested& e);
void handle(transition& t, const restart_requested& e);
void handle(transition& t, const extension_requested& e);
void handle(transition& t, const platform_gone& e);

}  // namespace gamekeeper::lifecycle
