/* Fingers on the glass of a real X server: a test writes commands to stdin, one a line, and reads
 * one line of JSON for each. Fingers go in through the socket of xorg-server's inputtest driver, so
 * a program under test gets genuine XInput2 touches; pixels are watched through the DAMAGE
 * extension.
 *
 *   down ID X Y | move ID X Y | up ID    one finger, screen pixels
 *   stroke ID HZ SECONDS X Y [X Y ...]   one finger along a polyline, in equal steps
 *   key CODE MS                          an X key code pressed for MS
 *   drum SEED INPUTS HZ WIDTH HEIGHT ... drumming hands (drum.c)
 *   wait MS
 *   down_at N X Y W H                    N times: a finger comes down at a fresh place;
 *                                        microseconds until the pixels there change
 *   step N X Y W H                       the same for a finger that is down already and moves
 *   drag SECONDS HZ X Y W H              a long drag; the same for every 12th reading
 *   first X Y LIMIT_MS                   a starting program's first picture and first answer there
 *   settle MS                            waits until nothing was drawn for MS
 *   shot FILE                            the screen as a PPM
 *
 * fingers RUN, with DISPLAY set. inputtest serves one connection in the life of a server: keep this
 * program running as long as the server. */
#define _GNU_SOURCE
#include "fingers.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <X11/extensions/Xdamage.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* ---- what inputtest reads: host byte order, C alignment ---- */
enum { MESSAGE_VERSION = 0, MESSAGE_KEY = 5, MESSAGE_TOUCH = 6 };
typedef struct {
    uint32_t length, type;
} Head;
typedef struct {
    Head head;
    uint16_t major, minor;
} Version;
typedef struct {
    Head head;
    int32_t code;
    uint32_t pressed;
} Key;
typedef struct {
    Head head;
    uint32_t id, kind, has_unaccelerated;
    uint8_t mask[8];
    double value[64], unaccelerated[64];
} Touch;

enum { PATCH = 9, FINGERS = 16, SAMPLES = 4096 };
static const int AXIS = 65536;

static int touch_socket, key_socket;
static Display *display;
static Window root;
static int damage_event, width, height;
static XImage *patch, *screen;
static double last_x[FINGERS], last_y[FINGERS];

int64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void sleep_until(int64_t us) {
    struct timespec t = {us / 1000000, us % 1000000 * 1000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {}
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static int device(const char *run, const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%.80s/%s", run, name);
    if (s < 0 || connect(s, (void *)&address, sizeof address) != 0) {
        die(address.sun_path);
    }
    Version hello = {{sizeof hello, MESSAGE_VERSION}, 1, 0}, answer;
    if (write(s, &hello, sizeof hello) != sizeof hello ||
        read(s, &answer, sizeof answer) != sizeof answer) {
        die("the handshake with inputtest");
    }
    return s;
}

int64_t send_touch(int kind, int id, double x, double y) {
    Touch touch = {
        .head = {sizeof touch, MESSAGE_TOUCH}, .id = (uint32_t)id, .kind = (uint32_t)kind};
    touch.mask[0] = 3;
    touch.value[0] = (x + 0.5) * AXIS / width;
    touch.value[1] = (y + 0.5) * AXIS / height;
    last_x[id % FINGERS] = x;
    last_y[id % FINGERS] = y;
    int64_t at = now_us();
    if (write(touch_socket, &touch, sizeof touch) != sizeof touch) {
        die("a touch");
    }
    return at;
}

void lift(int id) {
    send_touch(TOUCH_END, id, last_x[id % FINGERS], last_y[id % FINGERS]);
}

void send_key(int code, bool pressed) {
    Key key = {{sizeof key, MESSAGE_KEY}, code, pressed};
    if (write(key_socket, &key, sizeof key) != sizeof key) {
        die("a key");
    }
}

static void press(int code, int ms) {
    send_key(code, true);
    sleep_until(now_us() + ms * 1000);
    send_key(code, false);
}

/* ---- the screen ---- */

static XImage *shared_image(int w, int h) {
    static XShmSegmentInfo segments[2];
    static int used;
    XShmSegmentInfo *segment = &segments[used++];
    XImage *image = XShmCreateImage(display, DefaultVisual(display, DefaultScreen(display)),
                                    (unsigned)DefaultDepth(display, DefaultScreen(display)),
                                    ZPixmap, NULL, segment, (unsigned)w, (unsigned)h);
    segment->shmid =
        shmget(IPC_PRIVATE, (size_t)image->bytes_per_line * (size_t)h, IPC_CREAT | 0600);
    segment->shmaddr = image->data = shmat(segment->shmid, NULL, 0);
    segment->readOnly = False;
    XShmAttach(display, segment);
    XSync(display, False);
    shmctl(segment->shmid, IPC_RMID, NULL);
    return image;
}

static void open_screen(void) {
    display = XOpenDisplay(NULL);
    if (display == NULL) {
        fprintf(stderr, "fingers: no X server at DISPLAY\n");
        exit(1);
    }
    root = DefaultRootWindow(display);
    width = DisplayWidth(display, DefaultScreen(display));
    height = DisplayHeight(display, DefaultScreen(display));
    int error;
    if (!XDamageQueryExtension(display, &damage_event, &error)) {
        fprintf(stderr, "fingers: the server has no DAMAGE\n");
        exit(1);
    }
    XDamageCreate(display, root, XDamageReportRawRectangles);
    patch = shared_image(PATCH, PATCH);
    screen = shared_image(width, height);
}

static int clamp(int value, int least, int most) {
    return value < least ? least : value > most ? most : value;
}

static void take_patch(int x, int y, uint32_t *pixels) {
    XShmGetImage(display, root, patch, clamp(x - PATCH / 2, 0, width - PATCH),
                 clamp(y - PATCH / 2, 0, height - PATCH), AllPlanes);
    for (int row = 0; row < PATCH; row++) {
        memcpy(pixels + row * PATCH, patch->data + row * patch->bytes_per_line, PATCH * 4);
    }
}

static bool differs(const uint32_t *a, const uint32_t *b) {
    int changed = 0;
    for (int i = 0; i < PATCH * PATCH; i++) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (abs((int)(a[i] >> shift & 255) - (int)(b[i] >> shift & 255)) > 24) {
                changed++;
                break;
            }
        }
    }
    return changed >= 3;
}

static bool next_event(XEvent *event, int64_t until_us) {
    for (;;) {
        if (XPending(display) > 0) {
            XNextEvent(display, event);
            return true;
        }
        int64_t left = until_us - now_us();
        if (left <= 0) {
            return false;
        }
        struct pollfd wait = {ConnectionNumber(display), POLLIN, 0};
        struct timespec t = {left / 1000000, left % 1000000 * 1000};
        ppoll(&wait, 1, &t, NULL);
    }
}

static void drain(void) {
    XEvent event;
    XSync(display, False);
    while (XPending(display) > 0) {
        XNextEvent(display, &event);
    }
}

/* When the pixels about (x, y) differ from `before`; -1: not in time. */
static int64_t wait_change(int x, int y, const uint32_t *before, int64_t until_us) {
    XEvent event;
    uint32_t now[PATCH * PATCH];
    while (next_event(&event, until_us)) {
        if (event.type != damage_event + XDamageNotify) {
            continue;
        }
        const XDamageNotifyEvent *damage = (const void *)&event;
        if (damage->area.x > x + PATCH / 2 || damage->area.x + damage->area.width < x - PATCH / 2 ||
            damage->area.y > y + PATCH / 2 ||
            damage->area.y + damage->area.height < y - PATCH / 2) {
            continue;
        }
        take_patch(x, y, now);
        if (differs(before, now)) {
            return now_us();
        }
    }
    return -1;
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void tell_times(int64_t *times, int count, int missed) {
    qsort(times, (size_t)count, sizeof *times, by_value);
    int64_t p50 = count > 0 ? times[count / 2] : -1;
    int64_t p95 = count > 0 ? times[(int)(0.95 * (count - 1) + 0.5)] : -1;
    printf("{\"n\":%d,\"missed\":%d,\"p50_us\":%lld,\"p95_us\":%lld}\n", count, missed,
           (long long)p50, (long long)p95);
}

/* ---- measuring ---- */

typedef struct {
    int64_t times[SAMPLES];
    int count, missed;
} Seen;

static Seen seen_times; /* of the running command */

/* A finger arrives at (x, y); what is there until then is in `before`. */
static void watch(int kind, int x, int y, int64_t limit_us) {
    uint32_t before[PATCH * PATCH];
    drain();
    take_patch(x, y, before);
    int64_t at = send_touch(kind, 1, x, y);
    int64_t seen = wait_change(x, y, before, at + limit_us);
    if (seen >= 0 && seen_times.count < SAMPLES) {
        seen_times.times[seen_times.count++] = seen - at;
    } else {
        seen_times.missed++;
    }
}

/* Places in a grid of 60 pixels, each fresh, and the next always beside the last: the line from one
 * to the other crosses no place that is still to come. */
static void places(const char *words, bool anew) {
    const int GRID = 60;
    int n, x, y, w, h;
    if (sscanf(words, "%d %d %d %d %d", &n, &x, &y, &w, &h) != 5 || w < GRID ||
        n > w / GRID * (h / GRID)) {
        printf("{\"error\":\"N X Y W H, and %d pixels a place\"}\n", GRID);
        return;
    }
    int columns = w / GRID;
    unsigned chance = 12345;
    seen_times = (Seen){.count = 0};
    for (int i = 0; i < n; i++) {
        int row = i / columns, column = row % 2 == 0 ? i % columns : columns - 1 - i % columns;
        int px = x + GRID / 2 + column * GRID, py = y + GRID / 2 + row * GRID;
        if (i == 0 && !anew) {
            send_touch(TOUCH_BEGIN, 1, px, py);
            continue;
        }
        chance = chance * 1103515245u + 12345u;
        sleep_until(now_us() + 20000 + (int64_t)(chance >> 16) % 35000);
        watch(anew ? TOUCH_BEGIN : TOUCH_UPDATE, px, py, 500000);
        if (anew) {
            lift(1);
        }
    }
    if (!anew) {
        lift(1);
    }
    tell_times(seen_times.times, seen_times.count, seen_times.missed);
}

static void drag(const char *words) {
    /* A watched reading is further ahead than half a line of 35 pixels: what is there is fresh. */
    enum { EVERY = 12, STEP_PX = 8, WATCHED_PX = 28, ROW_PX = 36 };
    double seconds, hz;
    int x, y, w, h;
    if (sscanf(words, "%lf %lf %d %d %d %d", &seconds, &hz, &x, &y, &w, &h) != 6) {
        printf("{\"error\":\"drag SECONDS HZ X Y W H\"}\n");
        return;
    }
    int total = (int)(seconds * hz), along = 0, row = 0;
    seen_times = (Seen){.count = 0};
    drain();
    send_touch(TOUCH_BEGIN, 1, x, y);
    int64_t began = now_us();
    for (int i = 1; i <= total; i++) {
        bool watched = i % EVERY == 0;
        along += watched ? WATCHED_PX : STEP_PX;
        if (along > w) { /* straight down, and back on the next row */
            along = 0;
            row = (row + 1) % (h / ROW_PX);
        }
        int px = row % 2 == 0 ? x + along : x + w - along, py = y + row * ROW_PX;
        sleep_until(began + (int64_t)(i * 1e6 / hz));
        if (watched) {
            watch(TOUCH_UPDATE, px, py, 100000);
        } else {
            send_touch(TOUCH_UPDATE, 1, px, py);
        }
    }
    lift(1);
    tell_times(seen_times.times, seen_times.count, seen_times.missed);
}

static void stroke(const char *words) {
    enum { CORNERS = 64 };
    double hz, seconds, x[CORNERS], y[CORNERS];
    int id, used, count = 0;
    if (sscanf(words, "%d %lf %lf%n", &id, &hz, &seconds, &used) != 3) {
        printf("{\"error\":\"stroke ID HZ SECONDS X Y ...\"}\n");
        return;
    }
    words += used;
    while (count < CORNERS && sscanf(words, "%lf %lf%n", &x[count], &y[count], &used) == 2) {
        words += used;
        count++;
    }
    int steps = (int)(seconds * hz);
    int64_t began = now_us();
    send_touch(TOUCH_BEGIN, id, x[0], y[0]);
    for (int i = 1; i <= steps; i++) {
        double at = (double)i / steps * (count - 1);
        int corner = at >= count - 1 ? count - 2 : (int)at;
        double part = at - corner;
        sleep_until(began + (int64_t)(i * 1e6 / hz));
        send_touch(TOUCH_UPDATE, id, x[corner] + (x[corner + 1] - x[corner]) * part,
                   y[corner] + (y[corner + 1] - y[corner]) * part);
    }
    lift(id);
    printf("{\"stroke\":%d}\n", steps + 1);
}

/* A program is starting: when its picture is at (x, y), and when that picture answers a finger
 * there. Both on the monotonic clock; 0: not in time. */
static void first(const char *words) {
    const int64_t PATIENCE_US = 60000;
    int x, y, limit_ms;
    uint32_t before[PATCH * PATCH];
    if (sscanf(words, "%d %d %d", &x, &y, &limit_ms) != 3) {
        printf("{\"error\":\"first X Y LIMIT_MS\"}\n");
        return;
    }
    int64_t limit_us = now_us() + (int64_t)limit_ms * 1000, touched = 0, answered = 0;
    drain();
    take_patch(x, y, before);
    int64_t seen = wait_change(x, y, before, limit_us);
    if (seen > 0) {
        take_patch(x, y, before);
    }
    /* A finger that nobody hears yet comes again. */
    while (seen > 0 && answered <= 0 && now_us() < limit_us) {
        int64_t at = send_touch(TOUCH_BEGIN, 1, x, y);
        touched = touched == 0 ? at : touched;
        answered = wait_change(x, y, before, at + PATIENCE_US);
        if (answered <= 0) {
            lift(1);
        }
    }
    printf("{\"picture_us\":%lld,\"touched_us\":%lld,\"answer_us\":%lld}\n",
           (long long)(seen > 0 ? seen : 0), (long long)touched,
           (long long)(answered > 0 ? answered : 0));
}

static void settle(const char *words) {
    int quiet_ms = atoi(words);
    int64_t began = now_us(), limit = began + 30000000;
    XEvent event;
    drain();
    while (now_us() < limit && next_event(&event, now_us() + quiet_ms * 1000)) {}
    printf("{\"settled_us\":%lld}\n", (long long)(now_us() - began));
}

static void shot(const char *words) {
    char path[512];
    FILE *file = sscanf(words, "%511s", path) == 1 ? fopen(path, "wb") : NULL;
    if (file == NULL) {
        printf("{\"error\":\"shot FILE\"}\n");
        return;
    }
    XShmGetImage(display, root, screen, 0, 0, AllPlanes);
    fprintf(file, "P6\n%d %d\n255\n", width, height);
    for (int y = 0; y < height; y++) {
        const uint32_t *row =
            (const void *)(screen->data + (size_t)y * (size_t)screen->bytes_per_line);
        for (int x = 0; x < width; x++) {
            unsigned char rgb[3] = {(unsigned char)(row[x] >> 16), (unsigned char)(row[x] >> 8),
                                    (unsigned char)row[x]};
            fwrite(rgb, 1, 3, file);
        }
    }
    fclose(file);
    printf("{\"shot\":\"%s\"}\n", path);
}

static void obey(const char *line) {
    int id = 0, code = 0, ms = 0;
    double x = 0, y = 0;
    if (sscanf(line, "down %d %lf %lf", &id, &x, &y) == 3) {
        send_touch(TOUCH_BEGIN, id, x, y);
        printf("{\"down\":%d}\n", id);
    } else if (sscanf(line, "move %d %lf %lf", &id, &x, &y) == 3) {
        send_touch(TOUCH_UPDATE, id, x, y);
        printf("{\"move\":%d}\n", id);
    } else if (sscanf(line, "up %d", &id) == 1) {
        lift(id);
        printf("{\"up\":%d}\n", id);
    } else if (sscanf(line, "key %d %d", &code, &ms) == 2) {
        press(code, ms);
        printf("{\"key\":%d}\n", code);
    } else if (sscanf(line, "wait %d", &ms) == 1) {
        sleep_until(now_us() + (int64_t)ms * 1000);
        printf("{\"waited\":%d}\n", ms);
    } else if (strncmp(line, "drum ", 5) == 0) {
        drum(line + 5);
    } else if (strncmp(line, "stroke ", 7) == 0) {
        stroke(line + 7);
    } else if (strncmp(line, "down_at ", 8) == 0) {
        places(line + 8, true);
    } else if (strncmp(line, "step ", 5) == 0) {
        places(line + 5, false);
    } else if (strncmp(line, "drag ", 5) == 0) {
        drag(line + 5);
    } else if (strncmp(line, "first ", 6) == 0) {
        first(line + 6);
    } else if (strncmp(line, "settle ", 7) == 0) {
        settle(line + 7);
    } else if (strncmp(line, "shot ", 5) == 0) {
        shot(line + 5);
    } else {
        printf("{\"error\":\"there is no such command\"}\n");
    }
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: fingers RUN < commands\n");
        return 2;
    }
    open_screen();
    touch_socket = device(argv[1], "touch.sock");
    key_socket = device(argv[1], "keys.sock");
    char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) {
        obey(line);
    }
    return 0;
}
