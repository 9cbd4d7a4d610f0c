import type { Report } from './schema.ts';
export const reportHtml = (report: Report): string => report.run.id;
