/* Do the texts of a scene fit? Measured by the shaping that draws them: none is cut, none leaves
 * the screen, none lies on another text, over the edge of a target or on a picture. */
#ifndef OTTERPAW_APP_FIT_H
#define OTTERPAW_APP_FIT_H

#include "paint/canvas.h"
#include "play/layout.h"

/* As layout_check: rules "clipped" "edge" "text" "target" "picture"; writes the first `room` and
 * returns how many there are. The canvas has the language of the scene. */
size_t fit_check(Canvas *canvas, const Scene *scene, LayoutFinding *findings, size_t room);

#endif
