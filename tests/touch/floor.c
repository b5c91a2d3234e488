/* The smallest program that leaves ink on a window: a dot where a finger is, on the window surface,
 * and only that rectangle shown. Nothing that draws can be much faster; benches are told as a ratio
 * to it. */
#include <SDL.h>

static const int RADIUS = 4;

static SDL_Rect dot(SDL_Surface *surface, float x, float y) {
    SDL_Rect box = {(int)(x * (float)surface->w) - RADIUS, (int)(y * (float)surface->h) - RADIUS,
                    2 * RADIUS, 2 * RADIUS};
    SDL_FillRect(surface, &box, 0x143cc8);
    return box;
}

int main(int argc, char **argv) {
    (void)argc;
    (void)argv;
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        SDL_Log("%s", SDL_GetError());
        return 1;
    }
    SDL_Window *window = SDL_CreateWindow("floor", 0, 0, 1920, 1200, SDL_WINDOW_BORDERLESS);
    SDL_Surface *surface = SDL_GetWindowSurface(window);
    SDL_FillRect(surface, NULL, 0xffffff);
    SDL_UpdateWindowSurface(window);
    SDL_Event event;
    while (SDL_WaitEvent(&event)) {
        if (event.type == SDL_QUIT) {
            break;
        }
        if (event.type == SDL_FINGERDOWN || event.type == SDL_FINGERMOTION) {
            SDL_Rect box = dot(surface, event.tfinger.x, event.tfinger.y);
            SDL_UpdateWindowSurfaceRects(window, &box, 1);
        } else if (event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_EXPOSED) {
            SDL_UpdateWindowSurface(window);
        }
    }
    SDL_Quit();
    return 0;
}
