//! Which elements and attributes of SVG draw.

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It draws, or belongs to what draws.
    Draws,
    /// It says something about the drawing.
    Says,
    /// It is no SVG.
    Foreign,
    /// It runs, loads, links, moves, or nobody here knows it.
    Acts,
}

/// What an element of SVG is for.
pub(super) fn element_verdict(name: &str) -> Verdict {
    match name {
        "title" | "desc" | "metadata" => Verdict::Says,
        _ if ELEMENTS.binary_search(&name).is_ok() => Verdict::Draws,
        _ => Verdict::Acts,
    }
}

/// Whether an attribute draws, or names what draws.
pub(super) fn attribute_draws(name: &str) -> bool {
    ATTRIBUTES.binary_search(&name).is_ok()
}

/// Whether a property of CSS may stand in a drawing.
pub(super) fn property_draws(name: &str) -> bool {
    name.starts_with("--") || PROPERTIES.contains(&name) || (attribute_draws(name) && !NO_PROPERTIES.contains(&name))
}

/// From the element index of SVG 2, without scripts, links, animation, other
/// documents and pictures within the picture.
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "symbol",
    "text",
    "textPath",
    "tspan",
    "use",
];

/// From the attribute and property indices of SVG 2, for the same elements.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "alignment-baseline", "amplitude", "azimuth", "baseFrequency", "baseline-shift", "bias", "class", "clip-path",
    "clip-rule", "clipPathUnits", "color", "color-interpolation", "color-interpolation-filters", "cx", "cy", "d",
    "diffuseConstant", "direction", "display", "divisor", "dominant-baseline", "dx", "dy", "edgeMode", "elevation",
    "exponent", "fill", "fill-opacity", "fill-rule", "filter", "filterUnits", "flood-color", "flood-opacity",
    "font-family", "font-size", "font-stretch", "font-style", "font-variant", "font-weight", "fr", "fx", "fy",
    "gradientTransform", "gradientUnits", "height", "href", "id", "in", "in2", "intercept", "k1", "k2", "k3", "k4",
    "kernelMatrix", "lengthAdjust", "letter-spacing", "lighting-color", "limitingConeAngle", "marker", "marker-end",
    "marker-mid", "marker-start", "markerHeight", "markerUnits", "markerWidth", "mask", "mask-type",
    "maskContentUnits", "maskUnits", "method", "mode", "numOctaves", "offset", "opacity", "operator", "order",
    "orient", "overflow", "paint-order", "pathLength", "patternContentUnits", "patternTransform", "patternUnits",
    "points", "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "r",
    "radius", "refX", "refY", "result", "rotate", "rx", "ry", "scale", "seed", "shape-rendering", "side", "slope",
    "spacing", "specularConstant", "specularExponent", "spreadMethod", "startOffset", "stdDeviation", "stitchTiles",
    "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "style", "surfaceScale", "tableValues",
    "targetX", "targetY", "text-anchor", "text-decoration", "text-rendering", "textLength", "transform",
    "transform-origin", "type", "unicode-bidi", "values", "vector-effect", "viewBox", "visibility", "width",
    "word-spacing", "writing-mode", "x", "x1", "x2", "xChannelSelector", "xml:space", "y", "y1", "y2",
    "yChannelSelector", "z",
];

/// Properties that are no attributes.
const PROPERTIES: &[&str] = &["font", "isolation", "line-height", "mix-blend-mode", "transform-box", "white-space"];

/// Attributes that are no properties.
const NO_PROPERTIES: &[&str] = &["class", "href", "id", "style", "type", "values"];

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_in_order() {
        assert!(super::ELEMENTS.is_sorted());
        assert!(super::ATTRIBUTES.is_sorted());
    }
}
