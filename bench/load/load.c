// SPDX-License-Identifier: Apache-2.0
// load PORT CONNECTIONS SECONDS FILE: a closed loop of HTTP/1.1 requests over keep-alive connections to 127.0.0.1, one
// thread. Each connection asks again as soon as it has its answer; the requests of FILE (each as its length in a line of
// its own, then its octets) take turns. Prints RESULT and how many were answered, in how many microseconds, how many of
// them with a status of 400 or more, how many connections broke, and the 50th and 99th percentile in microseconds.
//
// It makes two system calls for a request, a read and a write, and looks at nothing of an answer but its status and its
// end: a candidate that answers in 10 us must not have to wait for the one that asks. Nor does it ever sleep: to wake a
// processor up is dear in a virtual machine, and whoever writes to a sleeper would pay for it. With nothing to read it
// leaves its processor to the backend.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_ANSWER = 64 * 1024, SLOWEST_MICROS = 1 << 20, EVENTS = 256 };

struct request {
  char *octets;
  size_t length;
};

struct connection {
  int socket;
  const struct request *asked;
  size_t sent, got;
  long since;  // microseconds
  char answer[LONGEST_ANSWER];
};

static struct request *requests;
static size_t request_count, turn;
static struct sockaddr_in server = {.sin_family = AF_INET};
static int events;
static long answered, refused, broken;
static unsigned took[SLOWEST_MICROS];

static void fail(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "cannot be used");
  exit(1);
}

static long micros(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

static void read_requests(const char *name) {
  FILE *file = fopen(name, "r");
  size_t length;
  if (!file) fail(name);
  while (fscanf(file, "%zu", &length) == 1 && fgetc(file) == '\n') {
    requests = realloc(requests, (request_count + 1) * sizeof *requests);
    struct request *next = &requests[request_count++];
    next->length = length;
    next->octets = malloc(length);
    if (fread(next->octets, 1, length, file) != length) fail(name);
  }
  fclose(file);
  if (!request_count) fail(name);
}

// What does not fit into the socket follows when there is room again.
static void send_more(struct connection *c) {
  while (c->asked && c->sent < c->asked->length) {
    ssize_t n = send(c->socket, c->asked->octets + c->sent, c->asked->length - c->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0) return;  // no room, or broken, which reading tells
    c->sent += n;
  }
}

static void ask(struct connection *c, long now) {
  c->asked = &requests[turn];
  turn = turn + 1 == request_count ? 0 : turn + 1;
  c->sent = c->got = 0;
  c->since = now;
  send_more(c);
}

static void open_connection(struct connection *c) {
  int on = 1;
  struct epoll_event all = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
  c->asked = NULL;
  c->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (c->socket < 0 || connect(c->socket, (struct sockaddr *)&server, sizeof server)) fail("connect");
  setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (epoll_ctl(events, EPOLL_CTL_ADD, c->socket, &all)) fail("epoll_ctl");
}

// The answer's length with its head; 0 for as long as that is not known, or not all is there.
static size_t whole(const struct connection *c) {
  const char *end = memmem(c->answer, c->got, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = end + 4 - c->answer;
  for (const char *line = memchr(c->answer, '\n', head); line < end; line = memchr(line, '\n', end + 4 - line)) {
    line++;
    if (!strncasecmp(line, "content-length:", 15)) {
      size_t all = head + strtoul(line + 15, NULL, 10);
      return c->got >= all ? all : 0;
    }
    if (!strncasecmp(line, "transfer-encoding:", 18))
      return !memcmp(c->answer + c->got - 7, "\r\n0\r\n\r\n", 7) ? c->got : 0;
  }
  return head;
}

static void break_off(struct connection *c, long now) {
  broken++;
  close(c->socket);
  open_connection(c);
  ask(c, now);
}

static void receive(struct connection *c) {
  ssize_t n = recv(c->socket, c->answer + c->got, sizeof c->answer - c->got, MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    if (c->got == sizeof c->answer) fail("an answer that is too long");
    break_off(c, micros());
    return;
  }
  c->got += n;
  if (!whole(c)) return;
  long now = micros(), taken = now - c->since;
  took[taken < SLOWEST_MICROS ? taken : SLOWEST_MICROS - 1]++;
  answered++;
  refused += c->answer[9] >= '4';
  ask(c, now);
}

static long percentile(double share) {
  long below = 0, at = 0;
  for (; at < SLOWEST_MICROS - 1; at++) {
    below += took[at];
    if (below > share * answered) break;
  }
  return at;
}

int main(int count, char **words) {
  if (count != 5) {
    fprintf(stderr, "usage: load PORT CONNECTIONS SECONDS FILE\n");
    return 2;
  }
  int connections = atoi(words[2]);
  server.sin_port = htons(atoi(words[1]));
  inet_aton("127.0.0.1", &server.sin_addr);
  read_requests(words[4]);
  events = epoll_create1(0);
  struct connection *all = calloc(connections, sizeof *all);
  for (int i = 0; i < connections; i++) open_connection(&all[i]);
  long began = micros(), end = began + (long)(atof(words[3]) * 1e6);
  for (int i = 0; i < connections; i++) ask(&all[i], began);
  struct epoll_event ready[EVENTS];
  while (micros() < end) {
    int n = epoll_wait(events, ready, EVENTS, 0);
    if (n == 0) sched_yield();
    for (int i = 0; i < n; i++) {
      struct connection *c = ready[i].data.ptr;
      if (c->sent < c->asked->length) send_more(c);
      if (ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(c);
    }
  }
  printf("RESULT %ld %ld %ld %ld %ld %ld\n", answered, micros() - began, refused, broken, percentile(0.5), percentile(0.99));
  return 0;
}
