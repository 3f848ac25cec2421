/** The one origin that is ours. */
export const appScheme = 'app';
export const appOrigin = `${appScheme}://control-room`;
export const startUrl = `${appOrigin}/index.html`;

export const isAppUrl = (url: string): boolean => url === appOrigin || url.startsWith(`${appOrigin}/`);
