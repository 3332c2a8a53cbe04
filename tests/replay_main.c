/* Replays a fuzzer's corpus folder through LLVMFuzzerTestOneInput where libFuzzer is not linked. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *dir, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "rb");
    if (!f) return 0;
    static uint8_t bytes[1 << 20];
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    uint8_t *exact = malloc(n ? n : 1); /* exact size, so that sanitizers see an overrun */
    if (!exact) return 0;
    for (size_t i = 0; i < n; i++) exact[i] = bytes[i];
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    return 1;
}

int main(int argc, char **argv)
{
    DIR *d = argc > 1 ? opendir(argv[1]) : NULL;
    if (!d) {
        fprintf(stderr, "replay: no corpus folder %s\n", argc > 1 ? argv[1] : "");
        return 1;
    }
    int count = 0;
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.') count += replay(argv[1], e->d_name);
    closedir(d);
    printf("%d inputs replayed\n", count);
    return count ? 0 : 1;
}
