/* otterpaw score --family NAME < case.json > answer.json: the engine's formulas on anybody's cases,
 * so that they can be compared with other programs. */
#include "app/commands/commands.h"
#include "app/input.h"
#include "measure/cases.h"

static bool answer(const char *family, Fail *fail) {
    Buffer in = {0}, out = {0};
    Mem *mem = mem_new((size_t)2 << 30);
    Value file, answers;
    bool ok = input_read(stdin, &in, fail);
    if (ok && mem == NULL) {
        ok = fail_set(fail, FAIL_MEMORY, "there is no memory for the cases");
    }
    ok = ok && value_read(mem, (const char *)in.bytes, in.length, &file, fail) &&
         cases_answer(family, &file, mem, &answers, fail);
    if (ok && !(value_write(&out, &answers) && buffer_add_text(&out, "\n"))) {
        ok = fail_set(fail, FAIL_LIMIT, "the answers are larger than %d MB",
                      BUFFER_LIMIT_DEFAULT >> 20);
    }
    if (ok) {
        fwrite(out.bytes, 1, out.length, stdout);
    }
    buffer_free(&in);
    buffer_free(&out);
    mem_free(mem);
    return ok;
}

static int run(int argc, char **argv) {
    const char *family = NULL, *words[WORDS_MAX];
    const Option options[] = {
        {"--family", "NAME", "which family of measures (below)", &family, NULL}};
    size_t count;
    int status = STATUS_WELL;
    if (!command_begin(argc, argv, options, 1, words, &count, &status)) {
        if (status == STATUS_WELL) {
            printf(
                "Reads {\"cases\": [{\"id\": ..., \"in\": ...}]}, writes {id: out}. Families:\n");
            for (const char *const *name = cases_families(); *name != NULL; name++) {
                printf("  %s\n", *name);
            }
        }
        return status;
    }
    if (!command_words("score", count, 0, &status)) {
        return status;
    }
    Fail fail = {0};
    if (family == NULL) {
        fail_set(&fail, FAIL_INPUT, "say which family: --family NAME; --help lists them");
        return command_fail("score", &fail);
    }
    return answer(family, &fail) ? STATUS_WELL : command_fail("score", &fail);
}

const Command command_score = {"score", "--family NAME < case.json > answer.json",
                               "answers reference cases with the engine's formulas", run};
