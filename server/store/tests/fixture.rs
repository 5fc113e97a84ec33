//! What a test of the store begins with: fresh databases of both kinds, a small city, its courses and classes. The tests of
//! the server include this folder too.

pub mod city;
pub mod courses;
pub mod databases;
pub mod rows;
