/*
 * For tests: compiles filters with the installed libpcap. A line of input is a link type's number in files, the way ("file" or "socket") and the
 * filter, with tabs between; a line of output is the program in the way of tcpdump -ddd, with commas for line breaks, or '!' and the refusal.
 * The library is loaded by name, so that its headers need not be there; pcap.h of libpcap documents the functions.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct instruction {
	uint16_t code;
	uint8_t jt, jf;
	uint32_t k;
};
struct program {
	unsigned int length;
	struct instruction *instructions;
};

/* libpcap wants the mask in host byte order, whatever its manual says. */
#define NETMASK 0xffffff00

static void *(*open_file)(FILE *, char *);
static void *(*open_dead)(int, int);
static int (*datalink)(void *);
static int (*compile)(void *, struct program *, const char *, int, uint32_t);
static void (*free_program)(struct program *);
static char *(*error_of)(void *);
static void (*close_pcap)(void *);

static void *symbol(void *library, const char *name)
{
	void *found = dlsym(library, name);
	if (found == NULL) {
		fprintf(stderr, "%s\n", dlerror());
		exit(1);
	}
	return found;
}

/* A handle on a file without packets: what libpcap makes of a filter depends on whether packets come from one. */
static void *file_of(uint32_t link_type, char *error)
{
	static uint32_t header[6];
	header[0] = 0xa1b2c3d4;
	header[1] = 2 | 4 << 16;
	header[2] = header[3] = 0;
	header[4] = 262144;
	header[5] = link_type;
	return open_file(fmemopen(header, sizeof header, "r"), error);
}

static void answer(uint32_t link_type, int socket, const char *filter)
{
	char error[256] = "";
	struct program program;
	void *file = file_of(link_type, error);
	if (file == NULL) {
		printf("!%s\n", error);
		return;
	}
	/* Link types have other numbers in a running library than in files, some of them. */
	void *handle = socket ? open_dead(datalink(file), 262144) : file;
	/*
	 * The optimiser tells of filters that match nothing. But it removes the loops of 'protochain', and up to 1.10.4 also stores that are
	 * needed (its issues 434 and 1076), so the program is taken from before it.
	 */
	int refused = strstr(filter, "protochain") == NULL && compile(handle, &program, filter, 1, NETMASK) != 0;
	if (refused || compile(handle, &program, filter, 0, NETMASK) != 0)
		printf("!%s\n", error_of(handle));
	else {
		printf("%u", program.length);
		for (unsigned int i = 0; i < program.length; i++) {
			struct instruction *at = &program.instructions[i];
			printf(",%u %u %u %u", at->code, at->jt, at->jf, at->k);
		}
		printf("\n");
		free_program(&program);
	}
	if (socket)
		close_pcap(handle);
	close_pcap(file);
}

int main(void)
{
	void *library = dlopen("libpcap.so.0.8", RTLD_NOW);
	if (library == NULL)
		library = dlopen("libpcap.so.1", RTLD_NOW);
	if (library == NULL) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	open_file = symbol(library, "pcap_fopen_offline");
	open_dead = symbol(library, "pcap_open_dead");
	datalink = symbol(library, "pcap_datalink");
	compile = symbol(library, "pcap_compile");
	free_program = symbol(library, "pcap_freecode");
	error_of = symbol(library, "pcap_geterr");
	close_pcap = symbol(library, "pcap_close");
	static char line[1 << 20];
	while (fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		char *way = strchr(line, '\t');
		char *filter = way == NULL ? NULL : strchr(way + 1, '\t');
		if (filter == NULL)
			continue;
		answer((uint32_t)strtoul(line, NULL, 10), way[1] == 's', filter + 1);
	}
	return 0;
}
