/* The peer for FastCGI: libfcgi's accept loop, one process, one thread. usage: responder PATH */
#include <fcgiapp.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    FCGX_Request request;
    if (argc != 2 || FCGX_Init() != 0)
        return 2;
    int listening = FCGX_OpenSocket(argv[1], 1024);
    if (listening < 0 || FCGX_InitRequest(&request, listening, 0) != 0)
        return 2;
    while (FCGX_Accept_r(&request) == 0) {
        const char *query = FCGX_GetParam("QUERY_STRING", request.envp);
        FCGX_FPrintF(request.out, "Content-Type: text/plain\r\n\r\n%s\n", query ? query : "");
        FCGX_Finish_r(&request);
    }
    return 0;
}
