/* Empty until the first file of this room lands. */
typedef int match_room;
