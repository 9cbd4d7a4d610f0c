/** The user and group id of the programs in the harness's images: neither root nor a user of the machine. */
export const imageUser = 65532;
