/* A stand-in for NVIDIA's libcuda.so.1. There is no GPU in it: it asks of the operating system what the driver
 * asks when it starts, and answers as the driver does where something is refused. It cannot compute.
 *
 *     cc -shared -fPIC -pthread -Wl,-soname,libcuda.so.1 -o libcuda.so.1 libcuda.c
 *
 * cuInit makes the demands of the table below, each with whoever says that the real one makes it, as in
 * docs/decisions/0011-cuda-behind-walls.md. Where any is refused it gives 304, CUDA_ERROR_OPERATING_SYSTEM, and
 * standin_refused() names them.
 *
 * A file `libnvidia-standin.so.conf` beside the library, of words, changes what it is (the name makes it one of
 * the files that come with the driver):
 *     cards=2     how many cards there are (1). Counted as CUDA does by default, the last one is the fastest
 *     code=999    cuInit makes all demands and then gives this
 *     hang        cuInit does not return
 *     mig         the first card is divided; what is counted is a slice of it
 *     -NAME       leave this demand out
 *     unnamed     make the demands, too, that nobody has named
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { SUCCESS = 0, INVALID_VALUE = 1, NOT_INITIALIZED = 3, NO_DEVICE = 100, OS_REFUSED = 304, NOT_FOUND = 500 };
enum { MOST_CARDS = 8, UUID_TEXT = 41 };

/* ── what it was told to be ─────────────────────────────────────────────────────────────────────────────── */

static char words[1024];

static void read_words(void)
{
    char path[4096];
    Dl_info me;
    FILE *file;
    if (!dladdr((void *)read_words, &me)) return;
    snprintf(path, sizeof path - 32, "%s", me.dli_fname);
    char *name = strrchr(path, '/');
    snprintf(name ? name + 1 : path, 32, "libnvidia-standin.so.conf");
    if (!(file = fopen(path, "re"))) return;
    words[fread(words, 1, sizeof words - 1, file)] = 0;
    fclose(file);
}

/* What follows `start` in the word that begins with it (and is it, where nothing may follow), or NULL. */
static const char *told(const char *start)
{
    static char copy[sizeof words];
    char *rest;
    size_t length = strlen(start);
    strcpy(copy, words);
    for (char *word = strtok_r(copy, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest))
        if (!strncmp(word, start, length) && (!word[length] || start[length - 1] == '=')) return word + length;
    return NULL;
}

/* ── demands: each gives 0, or the errno of its refusal ─────────────────────────────────────────────────── */

static int try_open(const char *path, int how)
{
    char some[16];
    int fd = open(path, how | O_CLOEXEC);
    if (fd < 0) return errno;
    int said = how == O_RDONLY && read(fd, some, sizeof some) < 0 ? errno : 0;
    close(fd);
    return said;
}

static int talk_to(const char *path) { return try_open(path, O_RDWR); }
static int read_file(const char *path) { return try_open(path, O_RDONLY); }
static int list_folder(const char *path) { return try_open(path, O_RDONLY | O_DIRECTORY); }

static void *wait_for_events(void *unused)
{
    for (;;) pause();
    return unused;
}

/* glibc names a thread that is not the caller by writing /proc/self/task/…/comm. The thread stays in any case. */
static int start_a_thread(const char *name)
{
    pthread_t thread;
    int said = pthread_create(&thread, NULL, wait_for_events, NULL);
    return said ? said : pthread_setname_np(thread, name);
}

static int make_a_memory_file(const char *name)
{
    size_t size = 2379776;
    int said = 0, fd = memfd_create(name, MFD_CLOEXEC);
    if (fd < 0) return errno;
    void *at = ftruncate(fd, size) ? MAP_FAILED : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) said = errno;
    else munmap(at, size);
    close(fd);
    return said;
}

/* Kept open, as by the real one. How that knows the number of its pid namespace is assumed. */
static int offer_a_socket(const char *name)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct stat namespace = { 0 };
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0) return errno;
    stat("/proc/self/ns/pid", &namespace);
    int length = snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "%s-%lu-%d", name,
                          (unsigned long)namespace.st_ino, getpid());
    socklen_t size = offsetof(struct sockaddr_un, sun_path) + 1 + length;
    if (!bind(fd, (struct sockaddr *)&address, size) && !listen(fd, 1)) return 0;
    int said = errno;
    close(fd);
    return said;
}

/* Twice the memory of a large card, and for good: addresses alone. */
static int reserve_addresses(const char *gib)
{
    void *at = mmap(NULL, strtoul(gib, NULL, 10) << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return at == MAP_FAILED ? errno : 0;
}

static int place_memory(const char *unused)
{
    (void)unused;
    return syscall(SYS_set_mempolicy, 0, NULL, 0) ? errno : 0;
}

static int place_threads(const char *unused)
{
    cpu_set_t set;
    (void)unused;
    return sched_getaffinity(0, sizeof set, &set) || sched_setaffinity(0, sizeof set, &set) ? errno : 0;
}

static const struct demand {
    const char *name, *source;
    int (*ask)(const char *);
    const char *of;
} demands[] = {
    { "ctl", "measured", talk_to, "/dev/nvidiactl" },
    { "uvm", "measured", talk_to, "/dev/nvidia-uvm" },
    { "tools", "reported", talk_to, "/dev/nvidia-uvm-tools" },
    { "comm", "measured", start_a_thread, "cuda-EvtHandlr" },
    { "maps", "measured", read_file, "/proc/self/maps" },
    { "status", "measured", read_file, "/proc/self/status" },
    { "mmap_min_addr", "measured", read_file, "/proc/sys/vm/mmap_min_addr" },
    { "uvm_initstate", "measured", read_file, "/sys/module/nvidia_uvm/initstate" },
    { "initstate", "reported", read_file, "/sys/module/nvidia/initstate" },
    { "devices", "reported", read_file, "/proc/devices" },
    { "nodes", "measured", list_folder, "/sys/devices/system/node" },
    { "memfd", "reported", make_a_memory_file, ".nvidia_drv.XXXXXX" },
    { "socket", "reported", offer_a_socket, "cuda-uvmfd" },
    { "reserve", "reported", reserve_addresses, "1024" },
    { "affinity", "unnamed", place_threads, "" },
    { "mempolicy", "unnamed", place_memory, "" },
};

/* ── cards ──────────────────────────────────────────────────────────────────────────────────────────────── */

static int visible[MOST_CARDS], visible_count;

static int number_of_cards(void)
{
    const char *number = told("cards=");
    return number ? atoi(number) : 1;
}

static int is_slice(int card) { return card == 0 && told("mig") != NULL; }

static void write_uuid(int card, char *text)
{
    snprintf(text, UUID_TEXT, "%s-00000000-0000-0000-0000-%012x", is_slice(card) ? "MIG" : "GPU",
             is_slice(card) ? 0x100 : card);
}

/* The card that CUDA counts as the given one: by its place on the bus, or by default the fastest first. */
static int in_order(int number)
{
    const char *order = getenv("CUDA_DEVICE_ORDER");
    return order && !strcmp(order, "PCI_BUS_ID") ? number : number_of_cards() - 1 - number;
}

static int named(const char *word)
{
    char uuid[UUID_TEXT], *end;
    long number = strtol(word, &end, 10);
    if (*word && !*end) return number >= 0 && number < number_of_cards() ? in_order(number) : -1;
    for (int card = 0; card < number_of_cards(); card++) {
        write_uuid(card, uuid);
        if (strlen(word) > 4 && !strncmp(word, uuid, strlen(word))) return card;
    }
    return -1;
}

/* As CUDA reads CUDA_VISIBLE_DEVICES: what comes after the first that is none does not count. */
static void see_cards(void)
{
    const char *list = getenv("CUDA_VISIBLE_DEVICES");
    char copy[1024], *rest;
    visible_count = 0;
    if (!list) {
        for (int number = 0; number < number_of_cards(); number++) visible[visible_count++] = in_order(number);
        return;
    }
    snprintf(copy, sizeof copy, "%s", list);
    for (char *word = strtok_r(copy, ",", &rest); word && visible_count < MOST_CARDS; word = strtok_r(NULL, ",", &rest)) {
        int card = named(word);
        if (card < 0) return;
        visible[visible_count++] = card;
    }
}

/* ── the driver's interface ─────────────────────────────────────────────────────────────────────────────── */

static int state = -1, calls, forked;
static char refused[4096];

static void note_fork(void) { forked = state >= 0; }

static void refuse(const char *name, const char *of, int number, const char *source)
{
    size_t used = strlen(refused);
    snprintf(refused + used, sizeof refused - used, "%s %s: %s (%s)\n", name, of, strerror(number), source);
}

static int demand_all(void)
{
    char sign[32], node[32];
    for (size_t i = 0; i < sizeof demands / sizeof *demands; i++) {
        const struct demand *d = &demands[i];
        snprintf(sign, sizeof sign, "-%s", d->name);
        if (told(sign) || (!strcmp(d->source, "unnamed") && !told("unnamed"))) continue;
        int said = d->ask(d->of);
        if (said) refuse(d->name, d->of, said, d->source);
        /* Without its control there is no driver to speak to, and no thread is started. */
        if (said && i == 0) return NO_DEVICE;
    }
    see_cards();
    for (int i = 0; i < visible_count && !told("-gpu"); i++) {
        snprintf(node, sizeof node, "/dev/nvidia%d", visible[i]);
        int said = talk_to(node);
        if (said) refuse("gpu", node, said, "measured");
    }
    const char *code = told("code=");
    return code ? atoi(code) : *refused ? OS_REFUSED : visible_count ? SUCCESS : NO_DEVICE;
}

int cuInit(unsigned flags)
{
    calls++;
    if (flags) return INVALID_VALUE;
    if (forked) return NOT_INITIALIZED; /* CUDA does not survive a fork */
    if (state >= 0) return state;
    read_words();
    while (told("hang")) pause();
    pthread_atfork(NULL, NULL, note_fork);
    return state = demand_all();
}

/* Of the stand-in alone: demands refused, one a line; how often cuInit was called here and before the fork. */
const char *standin_refused(void) { return refused; }
int standin_calls(void) { return calls; }

int cuGetErrorName(int error, const char **name)
{
    *name = error == NO_DEVICE ? "CUDA_ERROR_NO_DEVICE" : error == OS_REFUSED ? "CUDA_ERROR_OPERATING_SYSTEM"
          : error == NOT_INITIALIZED ? "CUDA_ERROR_NOT_INITIALIZED" : "CUDA_ERROR_UNKNOWN";
    return SUCCESS;
}
int cuDriverGetVersion(int *version) { *version = 13000; return SUCCESS; }
int cuDeviceGetCount(int *count) { *count = visible_count; return state ? NOT_INITIALIZED : SUCCESS; }
int cuDeviceGet(int *device, int number)
{
    if (state) return NOT_INITIALIZED;
    *device = number;
    return number < visible_count ? SUCCESS : INVALID_VALUE;
}
int cuDeviceGetName(char *name, int length, int device)
{
    snprintf(name, length, "stand-in %d, which cannot compute", visible[device]);
    return SUCCESS;
}
int cuDeviceGetUuid_v2(unsigned char *uuid, int device)
{
    int card = visible[device];
    memset(uuid, 0, 16);
    uuid[15] = is_slice(card) ? 0 : card;
    uuid[14] = is_slice(card) ? 1 : 0;
    return SUCCESS;
}
int cuDeviceGetUuid(unsigned char *uuid, int device) { return cuDeviceGetUuid_v2(uuid, device); }
int cuDeviceGetPCIBusId(char *text, int length, int device)
{
    snprintf(text, length, "0000:%02d:00.0", visible[device] + 1);
    return SUCCESS;
}

/* A CUDA build of torch comes as far as cuInit. Then its runtime wants tables that only the real one has. */
static int absent(void) { return NOT_FOUND; }
int cuGetExportTable(const void **table, const void *id) { (void)id; *table = NULL; return NOT_FOUND; }
int cuGetProcAddress_v2(const char *name, void **function, int version, uint64_t flags, int *status)
{
    Dl_info me;
    void *self = dladdr((void *)cuInit, &me) ? dlopen(me.dli_fname, RTLD_NOLOAD | RTLD_NOW) : NULL;
    void *found = self ? dlsym(self, name) : NULL;
    (void)version, (void)flags;
    *function = found ? found : (void *)absent;
    if (status) *status = 0;
    return SUCCESS;
}
int cuGetProcAddress(const char *name, void **function, int version, uint64_t flags)
{
    return cuGetProcAddress_v2(name, function, version, flags, NULL);
}
