/** The user and group that the programs of our images run as: neither root nor anybody of the machine. */
export const imageUser = 65532;
