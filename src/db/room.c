/* Empty until the first file of this room lands. */
typedef int db_room;
