/* A game as the pages have it: it listens on UDP 7777 for everybody, and saves and ends on SIGTERM. Static: it runs in every
 * image, under the name that the image's game has. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void) {
  struct sockaddr_in everywhere = {0};
  sigset_t ending;
  int signal_number = 0;
  everywhere.sin_family = AF_INET;
  everywhere.sin_port = htons(7777);
  if (bind(socket(AF_INET, SOCK_DGRAM, 0), (struct sockaddr*)&everywhere, sizeof everywhere) != 0) return 3;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigprocmask(SIG_BLOCK, &ending, NULL);
  puts("ready");
  fflush(stdout);
  sigwait(&ending, &signal_number);
  puts("saved");
  return 0;
}
