/* Empty until the first file of this room lands. */
typedef int app_room;
