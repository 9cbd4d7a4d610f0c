/** Returns `4xx` for any refusal, and other statuses unchanged. */
export const statusClass = (status: number): number | '4xx' => (status >= 400 && status < 500 ? '4xx' : status);
