/** `4xx` for a refusal, whatever its number; other statuses as they are. */
export const statusClass = (status: number): number | '4xx' => (status >= 400 && status < 500 ? '4xx' : status);
